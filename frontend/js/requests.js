/** My requests: everything this device keeps, drawn from the vault; `#<id>` shows one of them. */

import { drafts } from "./drafts.js";
import { make } from "./make.js";
import { changes, request, requests } from "./outbox.js";
import { persistence } from "./persist.js";
import { shown } from "./person.js";
import { card } from "./requests/card.js";
import { one } from "./requests/one.js";
import { byUrgency } from "./requests/order.js";
import { vaultOpens } from "./vault.js";
import { nodes, word } from "./words.js";

const place = /** @type {HTMLElement} */ (document.getElementById("requests"));
const lang = document.documentElement.lang;
let drawn = 0;

/** Draw anew from what is kept; the last call wins. */
async function draw() {
  const turn = ++drawn;
  const parts = await content();
  if (turn === drawn) replace(parts);
}

/** @returns {Promise<Node[]>} */
async function content() {
  if (!(await vaultOpens()))
    return page("requests.closed", make("p.lead", null, word("requests.closed.text")), choose());
  const id = location.hash.slice(1);
  const asked = id ? await request(id) : undefined;
  if (asked && !(await shown([asked])).length) history.replaceState(null, "", location.pathname);
  else if (id) return one(id);
  const all = byUrgency(await requests(), await drafts());
  if (!all.length) return page("requests.title", make("p.lead", null, word("requests.empty")), choose());
  const told = (await persistence()) === "refused" ? [make("p.small", null, word("requests.not_for_good"))] : [];
  const sum = make("p.small", null, nodes("requests.count", { n: all.length }));
  return [...page("requests.title", sum), ...all.map((entry) => card(entry, new Date(), draw)), ...told];
}

/** @param {string} title @param {...Node} parts @returns {Node[]} */
const page = (title, ...parts) => [make("h1", { tabindex: "-1" }, word(title)), ...parts];

const choose = () => make("a.button", { href: `/${lang}/services` }, word("requests.choose"));

/** Keeps the focus where it was, by the name of what had it. @param {Node[]} parts */
function replace(parts) {
  const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
  place.replaceChildren(...parts);
  const again = held && place.querySelector(`[data-focus="${CSS.escape(held)}"]`);
  if (again instanceof HTMLElement) again.focus();
}

addEventListener("hashchange", async () => {
  await draw();
  scrollTo(0, 0);
  place.querySelector("h1")?.focus();
});
changes.addEventListener("change", draw);
document.addEventListener("visibilitychange", () => document.hidden || draw());
draw();
