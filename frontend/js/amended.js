/** A form that corrects a filed request: what the body wrote when it asked, and only those questions that it opened. */
import { by, make } from "./form/make.js";
import { fieldOf } from "./form/steps.js";
import { read } from "./vault.js";
import { word } from "./words.js";

/** @param {import("./drafts.js").Draft} draft */
async function tellAsked({ amends }) {
  const filed = await read("outbox", amends ?? "");
  const asked = filed?.dossier?.messages?.filter((/** @type {any} */ one) => one.act === "ask_correction").pop();
  by("offer").replaceChildren(
    make("p", null, word("form.amends")),
    ...(asked ? [make("p.said", { dir: "auto" }, asked.text)] : []),
  );
  by("offer").hidden = false;
}

/**
 * What is asked: of what the answers ask for, the open questions and their sections. What a changed answer makes the
 * form ask anew is open too, and stays so while it is typed.
 * @param {{steps: {id: string, fields: {id: string}[]}[]}} form @param {import("./drafts.js").Draft} draft
 * @returns {(judged: {shown: Set<string>, errors: Record<string, string>}) => Set<string>}
 */
export function narrowing(form, draft) {
  const open = new Set(["declaration", ...(draft.open_fields ?? [])]);
  // What was refused of a correction is told in its place.
  if (!draft.corrects) tellAsked(draft);
  return ({ shown, errors }) => {
    for (const path of Object.keys(errors)) open.add(fieldOf(path));
    const asks = (/** @type {{id: string}[]} */ all) => all.some(({ id }) => open.has(id) && shown.has(id));
    const steps = new Set(form.steps.filter((step) => asks(step.fields)).map(({ id }) => id));
    return new Set([...shown].filter((path) => open.has(path.split(".")[0]) || steps.has(path)));
  };
}
