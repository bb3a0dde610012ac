/** In whose name a request is filed, and whether they sign it. */
import { icon, make } from "../make.js";
import { person } from "../person.js";
import { nodes, word } from "../words.js";
import { by } from "./make.js";

// On need, so that it is a file of its own, and no page without an account carries it.
const passkeys = () => import("../account/passkeys.js");

/**
 * Says whose request it is going to be; asks for whom, where this person acts for others in this service; offers to sign.
 * @param {import("../drafts.js").Draft} draft @param {string} today @param {() => void} changed
 */
export async function drawFiler(draft, today, changed) {
  const here = await person();
  if (!here || document.getElementById("filer")) return;
  const filer = make("p", null, nodes("form.filer", { name: here.name }));
  const givers = here.givers.filter(
    ({ services, until }) => (!services.length || services.includes(draft.service)) && (!until || until >= today),
  );
  const present = { id: "present", name: word("form.for.present"), services: [], until: null };
  const choice = here.assists ? [present, ...givers] : givers;
  const pieces = [filer, choice.length > 0 && forWhom(choice, draft, changed), await signing()];
  by("answers").after(make("div.field", { id: "filer" }, ...pieces));
  readBack(draft);
}

/** Who says where money goes signs it, or somebody of the body looks at it first. */
async function signing() {
  const here = await person();
  const able = (await passkeys()).known() && here?.passkey;
  const paid = document.querySelector('[data-kind="rip"], [data-kind="ccp"]');
  const box = make("input.check", { type: "checkbox", id: "sign", ...(paid && { checked: "" }) });
  const why = paid && make("p.hint", { id: "sign-why" }, word("form.sign.paid"));
  if (why) box.setAttribute("aria-describedby", "sign-why");
  const offer = able && make("label.declaration", null, box, make("span.says", null, word("form.sign")));
  return make("div", { id: "signing" }, why, offer);
}

/** What an agent filled in is read back in big letters, and whoever stands there says that it is right. @param {import("../drafts.js").Draft} draft */
function readBack(draft) {
  const aloud = draft.for?.id === "present";
  const sign = /** @type {HTMLInputElement | null} */ (document.getElementById("sign"));
  if (sign) {
    // Nobody signs as the depositor for somebody else.
    sign.checked &&= !aloud;
  }
  by("signing").toggleAttribute("hidden", aloud);
  by("answers").classList.toggle("aloud", aloud);
  document.getElementById("read-back")?.remove();
  if (!aloud) return;
  const box = make("input.check", { type: "checkbox", id: "confirmed" });
  const says = make("label.declaration", null, box, make("span.says", null, word("form.present.confirmed")));
  const told = make("p.fault", { id: "unconfirmed", hidden: "" }, icon("triangle"), word("form.present.unconfirmed"));
  box.addEventListener("change", () => told.toggleAttribute("hidden", true));
  by("filer").append(make("div", { id: "read-back" }, make("p", null, word("form.present.how")), told, says));
}

/** Whether nothing more is wanted of whoever stands there; says what is. */
export function confirmed() {
  const box = /** @type {HTMLInputElement | null} */ (document.getElementById("confirmed"));
  if (!box || box.checked) return true;
  by("unconfirmed").toggleAttribute("hidden", false);
  box.focus();
  return false;
}

/** @param {import("../person.js").Giver[]} givers @param {import("../drafts.js").Draft} draft @param {() => void} changed */
function forWhom(givers, draft, changed) {
  const options = givers.map(({ id, name }) => make("option", { value: id }, name));
  const chosen = /** @type {HTMLSelectElement} */ (
    make("select.select", { id: "for" }, make("option", { value: "" }, word("form.for.own")), ...options)
  );
  // A mandate that has gone is chosen anew: nothing is filed for another whom the page does not name.
  chosen.value = givers.some(({ id }) => id === draft.for?.id) ? (draft.for?.id ?? "") : "";
  const keep = () => {
    const giver = givers.find(({ id }) => id === chosen.value);
    draft.for = giver ? { id: giver.id, name: giver.name } : null;
    changed();
    if (document.getElementById("filer")) readBack(draft);
  };
  if (chosen.value !== (draft.for?.id ?? "")) keep();
  chosen.addEventListener("change", keep);
  const label = make("label.label", { for: "for" }, word("form.for"));
  return make("div", null, label, make("span.pick", null, chosen, icon("down")));
}

/** What signs, where the person asked for it. @returns {Promise<import("../envelope.js").Proving | undefined>} */
export async function proving() {
  const here = await person();
  const box = /** @type {HTMLInputElement | null} */ (document.getElementById("sign"));
  return here && box?.checked ? (await import("../account/signing.js")).signingAs(here) : undefined;
}
