/** What every page runs: the sill, the look, the language switch, news of a new version. */
import "./sill.js";
import "./look.js";
import "./news.js";
