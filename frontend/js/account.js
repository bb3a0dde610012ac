/** The account's page: a further passkey. What else it does are plain forms. */
import { acting, ask, thisDevice } from "./ceremony.js";
import { create, known } from "./passkeys.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("add"));
const called = /** @type {HTMLInputElement} */ (form.elements.namedItem("passkey"));

async function add() {
  const options = await ask("passkeys/creation");
  await ask("passkeys", { credential: await create(options), passkey: called.value });
  location.reload();
}

if (known()) {
  form.hidden = false;
  called.value = thisDevice();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    acting(form, add);
  });
}
