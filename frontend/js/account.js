/** The account's page: this device learns whose it is, a further passkey, what was filed before. The rest are plain forms. */
import { arrive, leave, nobodys, takeOver } from "./binding.js";
import { acting, ask, say, thisDevice } from "./ceremony.js";
import { create, known } from "./passkeys.js";
import { nodes, word } from "./words.js";

const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (place("add"));
const called = /** @type {HTMLInputElement} */ (form.elements.namedItem("passkey"));
const before = place("before");
const { person = "", name = "" } = place("person").dataset;

async function add() {
  const options = await ask("passkeys/creation");
  await ask("passkeys", { credential: await create(options), passkey: called.value });
  location.reload();
}

/** Asks whose the requests are that were filed from here without an account. */
async function askWhose() {
  const found = await nobodys();
  before.hidden = !found.length;
  before.querySelector("p")?.replaceChildren(nodes("account.before", { n: found.length }));
}

if (known()) {
  form.hidden = false;
  called.value = thisDevice();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    acting(form, add);
  });
}

before.querySelector("button")?.addEventListener("click", () =>
  acting(before, async () => {
    const taken = await takeOver(person, await nobodys());
    await askWhose();
    say(word("account.before.done", { n: taken }));
  }),
);

for (const away of document.querySelectorAll("form[data-leave]")) {
  away.addEventListener("submit", async (event) => {
    event.preventDefault();
    await leave();
    /** @type {HTMLFormElement} */ (away).submit();
  });
}

// Without network the page still says who is here; the server learns it at the next visit.
arrive(person, name).then(askWhose, askWhose);
