/** What a scanned code opens, `/V/<code>`: judged here, by its own address, and told in both languages. */
import { codeIn, reading, standing } from "./verify/judge.js";
import { verdict } from "./verify/verdict.js";
import { useWords } from "./words.js";

const known = JSON.parse(document.getElementById("known")?.textContent || "{}");
const places = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-language]"));

/** @param {import("./receipt.js").Reading} read @param {{asked: boolean, said?: import("./verify/judge.js").Standing}} contact */
function tell(read, contact) {
  for (const place of places) {
    const lang = place.dataset.language ?? "ar";
    useWords(known[lang].words, lang);
    place.querySelector("[data-verdict]")?.replaceChildren(verdict(read, known[lang], contact));
  }
}

const code = codeIn(location.pathname);
reading(code).then(async (read) => {
  tell(read, { asked: false });
  if (read.valid) tell(read, { asked: true, said: await standing(code) });
});
