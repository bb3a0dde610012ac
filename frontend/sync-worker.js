// Bundle {bundle}. The same worker where the browser also sends in the background.

import "/service-worker.js";
import "/static/{release}/js/background.js";
