// A session that has ended never costs what was typed: before a form goes, whoever filled it in is asked to come back in
// right here. And before what must not be done from a phone left open (`data-fresh`), to show a passkey again.

import { acting, ask } from "./ceremony.js";
import { show } from "./passkeys.js";

/** Makes every form of the page ask first. */
export function guardedForms() {
  const whose = document.getElementById("said")?.dataset.person;
  if (!whose) return;
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("main form[method=post]"))) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { submitter } = event;
      acting(form, async () => {
        if (await isBack(whose, form.hasAttribute("data-fresh"))) send(form, submitter);
        // Somebody else came in: nothing that was typed here is theirs.
        else location.reload();
      });
    });
  }
}

/** Whether that person is signed in, asked to be where they are not. @param {string} whose @param {boolean} fresh */
export async function isBack(whose, fresh) {
  const { person, proved } = await ask("sessions/standing");
  if (person === whose) {
    if (fresh && !proved)
      await ask("sessions/proof", { credential: await show(await ask("passkeys/request", { again: true })) });
    return true;
  }
  if (person) return false;
  const come = await ask("sessions", { credential: await show(await ask("passkeys/request")) });
  return come.person === whose;
}

/** As the browser would have. @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function send(form, submitter) {
  const name = submitter?.getAttribute("name");
  if (submitter && name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name, value: submitter.getAttribute("value") ?? "" });
    form.append(pressed);
  }
  if (submitter?.hasAttribute("formaction")) form.action = /** @type {HTMLButtonElement} */ (submitter).formAction;
  form.submit();
}
