// Before what must not be done from a phone left open, the person shows a passkey again; then the form goes as it is.

import { acting, ask } from "./ceremony.js";
import { show } from "./passkeys.js";

/** As long as the server takes a passkey's word, less a little for the way. Seconds. */
const FRESH = 540;

/** Makes every form that wants it ask first: `data-fresh` says how old the last proof was when the page was made. */
export function provenForms() {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-fresh]"))) {
    form.addEventListener("submit", (event) => {
      if (Number(form.dataset.fresh) + performance.now() / 1000 < FRESH) return;
      event.preventDefault();
      acting(form, async () => {
        await ask("sessions/proof", { credential: await show(await ask("passkeys/request", { again: true })) });
        form.submit();
      });
    });
  }
}
