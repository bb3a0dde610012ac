/** What was decided here: written, signed, waiting; and what became of it at the centre. */
import { signingAs } from "../account/signing.js";
import { newDraft } from "../drafts.js";
import { fileDraft, flush } from "../outbox.js";
import { person } from "../person.js";
import { readAll } from "../vault.js";

/** @typedef {import("../outbox.js").Request} Request */

/**
 * Writes an act down for good and sends it when there is contact; one that wants it is signed with the passkey.
 * @param {import("./locker.js").Dossier} dossier @param {import("./locker.js").Act} act @param {Record<string, unknown>} answers
 */
export async function decide(dossier, act, answers) {
  const here = act.proof ? await person() : undefined;
  const draft = newDraft(dossier.service, dossier.version, document.documentElement.lang);
  const said = { kind: "desk.act", act: act.id, dossier: dossier.number, base_revision: dossier.revision, answers };
  const request = await fileDraft({ ...draft, ...said }, here && signingAs(here));
  flush("filed").catch(() => {});
  return request;
}

/** The last act decided here on each dossier, by number. @returns {Promise<Map<string, Request>>} */
export async function decided() {
  const found = new Map();
  for (const one of await readAll("outbox")) {
    if (one.envelope?.kind === "desk.act") found.set(one.envelope.dossier, one);
  }
  return found;
}
