// Asks the browser not to clear what is kept here. It is asked once there is something to lose, not before.

import { announce } from "./tabs.js";
import { read, write } from "./vault.js";

/** "unknown": not asked yet, or this browser cannot say. @returns {Promise<"granted" | "refused" | "unknown">} */
export const persistence = async () => (await read("meta", "persistence"))?.answer ?? "unknown";

/** Never fails: a refusal is kept, told by a change of kind "persistence", and asked anew at the next filing. */
export async function keepForGood() {
  try {
    if (!globalThis.navigator?.storage?.persist) return;
    const granted = (await navigator.storage.persisted()) || (await navigator.storage.persist());
    const answer = granted ? "granted" : "refused";
    await write([{ room: "meta", id: "persistence", value: { id: "persistence", answer } }]);
    announce({ kind: "persistence", answer });
  } catch {
    // Some browsers throw where others refuse; the next filing asks again.
  }
}

/** Bytes that the browser says are left, only a hint; null if it does not say. @returns {Promise<number | null>} */
export async function roomLeft() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined || usage === undefined ? null : quota - usage;
}
