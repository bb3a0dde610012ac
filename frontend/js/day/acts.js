/** What was decided here: written, signed, waiting; and what became of it at the centre. */
import { newDraft } from "../drafts.js";
import { fileDraft, flush } from "../outbox.js";
import { readAll } from "../vault.js";

/** @typedef {import("../outbox.js").Request} Request */

/**
 * Writes an act down for good and sends it when there is contact.
 * @param {import("./locker.js").Dossier} dossier @param {string} act @param {Record<string, unknown>} answers
 */
export async function decide(dossier, act, answers) {
  const draft = newDraft(dossier.service, dossier.version, document.documentElement.lang);
  const said = { kind: "desk.act", act, dossier: dossier.number, base_revision: dossier.revision, answers };
  const request = await fileDraft({ ...draft, ...said });
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
