// When our server last truly answered. A captive portal's page, a hang or `navigator.onLine` say nothing.

import { announce } from "./tabs.js";
import { change, read } from "./vault.js";
import { world } from "./world.js";

const LONGEST_REFUSAL = 6 * 3600_000;

/**
 * last: last authentic answer, or null; failing_since: first failure after it, or null;
 * refused_until: the server answered that it does not receive before then, or null. ISO 8601, this device's clock.
 * @typedef {{last: string | null, failing_since: string | null, refused_until: string | null}} Contact
 */

/** @type {Contact} */
const NEVER = { last: null, failing_since: null, refused_until: null };

/** @returns {Promise<Contact>} */
export async function contact() {
  const kept = (await read("meta", "contact")) ?? NEVER;
  // Further off than ever granted: this device's clock was set back since.
  const wait = Date.parse(kept.refused_until) - world.now();
  const refused = wait > 0 && wait <= LONGEST_REFUSAL;
  return { ...NEVER, ...kept, refused_until: refused ? kept.refused_until : null };
}

/** An authentic answer came. */
export const heard = () => note(() => ({ last: iso(world.now()), failing_since: null, refused_until: null }));

/** Nothing came, or something that was not our server. */
export const notHeard = () => note((before) => ({ failing_since: before.failing_since ?? iso(world.now()) }));

/** The server asks to be left alone until then; at most six hours are granted. @param {number} until milliseconds */
export const refusedUntil = (until) =>
  note(() => ({ refused_until: iso(Math.min(until, world.now() + LONGEST_REFUSAL)) }));

/** @param {number} ms */
const iso = (ms) => new Date(ms).toISOString();

/** @param {(before: Contact) => Partial<Contact>} news */
async function note(news) {
  await change("meta", "contact", (before = NEVER) => ({ ...NEVER, ...before, ...news(before), id: "contact" }));
  announce({ kind: "contact" });
}
