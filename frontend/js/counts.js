// What this device keeps, for reading only: light enough for every page.

import { readAll } from "./vault.js";

/** @typedef {import("./outbox.js").Request} Request */

/** Newest first; a refused one that was filed anew is left out. @returns {Promise<Request[]>} */
export async function requests() {
  const all = await readAll("outbox");
  const ids = new Set(all.map(({ id }) => id));
  return all.filter((one) => !ids.has(one.corrected_by)).reverse();
}

/** @returns {Promise<{drafts: number, waiting: number, held: number, attention: number, filed: number}>} */
export async function counts() {
  const [drafts, filed] = await Promise.all([readAll("drafts"), requests()]);
  const sum = { drafts: drafts.length, waiting: 0, held: 0, attention: 0, filed: 0 };
  for (const { state } of filed) sum[state] += 1;
  return sum;
}
