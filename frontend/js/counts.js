// What this device keeps, for reading only: light enough for every page.

import { shown } from "./person.js";
import { readAll } from "./vault.js";

/** @typedef {import("./outbox.js").Request} Request */

/** What may be shown to whoever is here. @returns {Promise<Request[]>} */
export const requests = async () => shown(await all());

/** Newest first; a refused one that was filed anew is left out, and an act that was done: it is in its dossier's story. @returns {Promise<Request[]>} */
async function all() {
  const kept = await readAll("outbox");
  const ids = new Set(kept.map(({ id }) => id));
  const over = (/** @type {Request} */ one) =>
    (one.state === "filed" && !one.receipt) || one.envelope?.kind === "desk.act";
  return kept.filter((one) => !ids.has(one.corrected_by ?? "") && !over(one)).reverse();
}

/** @returns {Promise<{drafts: number, waiting: number, held: number, attention: number, filed: number}>} */
export async function counts() {
  const [drafts, filed] = await Promise.all([readAll("drafts"), all()]);
  const sum = { drafts: drafts.length, waiting: 0, held: 0, attention: 0, filed: 0 };
  for (const { state } of filed) sum[state] += 1;
  return sum;
}
