/** The page by which people come in: a passkey they have, or a new one. */

import { word } from "../words.js";
import { acting, ask, Refused, say, thisDevice, told } from "./ceremony.js";
import { create, known, offersThem, show } from "./passkeys.js";

const lang = document.documentElement.lang;
const place = /** @type {HTMLElement} */ (document.getElementById("ceremonies"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("register"));

/** @type {AbortController | undefined} the offer in the field, which gives way to a press */
let offer;

/** Where they were on the way to: one of our own pages for whoever is signed in, else the account. */
const enter = () => {
  const then = new URLSearchParams(location.search).get("then") ?? "";
  location.assign(/^\/(ar|fr|kab)\/(account|desk|staff)(\/[\w-]+)*$/.test(then) ? then : `/${lang}/account`);
};

/** @param {CredentialRequestOptions} [how] */
async function comeIn(how) {
  const options = await ask("passkeys/request");
  await ask("sessions", { credential: await show(options, how) });
  enter();
}

async function register() {
  const name = new FormData(form).get("name");
  const options = await ask("passkeys/creation", { name });
  const credential = await create(options);
  await ask("people", { credential, name, passkey: thisDevice(), lang });
  enter();
}

/** The browser shows the passkeys it holds as soon as the field is touched. */
async function offerThem() {
  if (!(await offersThem())) return;
  offer = new AbortController();
  const how = /** @type {CredentialRequestOptions} */ ({ mediation: "conditional", signal: offer.signal });
  await comeIn(how).catch((reason) => {
    // Nobody asked for anything yet: only what the server said of a passkey that was picked is news.
    if (reason instanceof Refused) say(told(reason));
  });
}

/** Makes the page act, or says that this browser cannot. */
export function wayIn() {
  if (!known()) return say(word("account.no_passkeys"));
  place.hidden = false;
  place.querySelector("#come-in")?.addEventListener("click", () => {
    offer?.abort();
    acting(place, () => comeIn());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    offer?.abort();
    acting(place, register);
  });
  offerThem();
}
