/** Above a correction: what the body wrote when it asked for it. */
import { by, make } from "./form/make.js";
import { read } from "./vault.js";
import { word } from "./words.js";

/** @param {import("./drafts.js").Draft} draft */
export async function tellAsked({ amends }) {
  const filed = await read("outbox", amends ?? "");
  const asked = filed?.dossier?.messages?.filter((/** @type {any} */ one) => one.act === "ask_correction").pop();
  by("offer").replaceChildren(
    make("p", null, word("form.amends")),
    ...(asked ? [make("p.said", { dir: "auto" }, asked.text)] : []),
  );
  by("offer").hidden = false;
}
