/** The way back: the code from a counter, then a new passkey on this device. */
import { word } from "../words.js";
import { acting, ask, say, thisDevice } from "./ceremony.js";
import { create, known } from "./passkeys.js";

/** Makes the page act, or says that this browser cannot. */
export function wayBack() {
  const form = /** @type {HTMLFormElement} */ (document.getElementById("recover"));
  if (!known()) return say(word("account.no_passkeys"));
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = /** @type {HTMLInputElement} */ (form.elements.namedItem("code")).value;
    acting(form, async () => {
      const credential = await create(await ask("recoveries/request", { code }));
      await ask("recoveries", { code, credential, passkey: thisDevice() });
      location.assign(`/${document.documentElement.lang}/account`);
    });
  });
}
