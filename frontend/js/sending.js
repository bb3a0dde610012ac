// When to send: Background Sync where there is one; else as soon as the page may have contact. Pages call `startSending`.

import { contact } from "./contact.js";
import { flush } from "./flush.js";
import { readAll } from "./vault.js";
import { world } from "./world.js";

const LATEST = 15 * 60_000;

/** @type {() => void} */
let callOff = () => {};

/** Sends at page load, when the network or the page comes back, and when a request's turn comes. */
export function startSending() {
  addEventListener("online", () => wake("online"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake("visible");
  });
  wake("page");
}

/**
 * Sends in the background. Never fails: what could not be sent has its reason and its next try written beside it.
 * @param {string} reason as for `flush`
 */
export async function wake(reason) {
  try {
    await askForSync();
    if ((await flush(reason)) > 0) await askForSync();
    await sleepUntilDue();
  } catch (error) {
    // The vault itself does not open (a private window, a database being replaced): the next page load tries again.
    globalThis.reportError?.(error);
  }
}

/** So that it is sent although every page is closed. */
async function askForSync() {
  const registration = await globalThis.navigator?.serviceWorker?.getRegistration?.("/");
  if (registration && "sync" in registration && (await readAll("outbox")).some(({ state }) => state === "waiting"))
    // Refused where the person switched background work off.
    await /** @type {any} */ (registration).sync.register("outbox").catch(() => {});
}

async function sleepUntilDue() {
  callOff();
  if (typeof document === "undefined") return;
  const { refused_until } = await contact();
  const turns = (await readAll("outbox"))
    .filter(({ state, reoffer }) => state === "waiting" || state === "held" || reoffer)
    .map(({ next_try_at }) => Date.parse(next_try_at ?? "") || world.now());
  if (!turns.length) return;
  const next = Math.max(Math.min(...turns), Date.parse(refused_until ?? "") || 0);
  callOff = world.after(Math.min(LATEST, Math.max(1000, next - world.now())), () => wake("turn"));
}
