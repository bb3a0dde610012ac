/** The account's page: this device learns whose it is, a further passkey, what was filed before. The rest are plain forms. */
import { device } from "../device.js";
import { make } from "../make.js";
import { nodes, word } from "../words.js";
import { arrive, leave, nobodys, takeOver } from "./binding.js";
import { acting, ask, say, thisDevice } from "./ceremony.js";
import { create, known } from "./passkeys.js";
import { isBack } from "./proof.js";

const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Makes the page act. */
export function ownAccount() {
  const { person = "", name = "", passkey = "", givers = "[]" } = place("person").dataset;
  const assists = place("person").hasAttribute("data-assists");
  if (known()) furtherPasskey(/** @type {HTMLFormElement} */ (place("add")), person);
  place("before")
    .querySelector("button")
    ?.addEventListener("click", () => acting(place("before"), () => takeThem(person)));
  for (const away of document.querySelectorAll("form[data-leave]")) {
    // Before anything else hears of it: whoever leaves is not asked to come back in.
    away.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      await leave();
      /** @type {HTMLFormElement} */ (away).submit();
    });
  }
  device().then(({ device_id }) => {
    const here = document.querySelector(`[data-device="${device_id}"] p`);
    here?.append(" · ", make("strong", null, word("account.session.here")));
  });
  // Without network this device stays as it was; it learns whose it is at the next visit.
  arrive({ person, name, passkey, givers: JSON.parse(givers), assists }).then(askWhose, askWhose);
}

/** @param {HTMLFormElement} form @param {string} person */
function furtherPasskey(form, person) {
  const called = /** @type {HTMLInputElement} */ (form.elements.namedItem("passkey"));
  form.hidden = false;
  called.value = thisDevice();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    acting(form, async () => {
      if (!(await isBack(person, true))) return location.reload();
      const options = await ask("passkeys/creation");
      await ask("passkeys", { credential: await create(options), passkey: called.value });
      location.reload();
    });
  });
}

/** Asks whose the requests are that were filed from here without an account. */
async function askWhose() {
  const found = await nobodys();
  place("before").hidden = !found.length;
  place("before")
    .querySelector("p")
    ?.replaceChildren(nodes("account.before", { n: found.length }));
}

/** @param {string} person */
async function takeThem(person) {
  const taken = await takeOver(person, await nobodys());
  await askWhose();
  say(word("account.before.done", { n: taken }));
}
