// Who is signed in on this device, as the account's page said last: requests pressed now are theirs.
// A session may end by itself; who filled what does not change by it.

import { read } from "./vault.js";

/** Somebody for whom the person files; no services: in all of them. until: the last day, ISO. assists: fills in for whoever stands at the counter.
 * @typedef {{id: string, name: string, services: string[], until: string | null}} Giver
 * @typedef {{id: "person", person: string, name: string, passkey: string, givers: Giver[], assists: boolean}} Person */

/** @returns {Promise<Person | undefined>} */
export const person = () => read("meta", "person");

/** What of these may be shown: what belongs to nobody, and to whoever is signed in.
 * @template {{person?: string | null}} T @param {T[]} kept @returns {Promise<T[]>} */
export async function shown(kept) {
  if (!kept.some((one) => one.person)) return kept;
  const here = (await person())?.person;
  return kept.filter((one) => !one.person || one.person === here);
}
