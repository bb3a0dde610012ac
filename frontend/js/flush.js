// Sends what waits, brings back what came of it. One sender at a time across all tabs and the worker.

import { NoAnswer } from "./call.js";
import { contact } from "./contact.js";
import { keepUp } from "./kept.js";
import { isDue } from "./outcomes.js";
import { offer } from "./push.js";
import { alone } from "./tabs.js";
import { readAll } from "./vault.js";

const MOST_ITEMS = 100;
const MOST_BYTES = 1024 * 1024 - 1024;
/** A request that failed so often travels by itself, so that it cannot hold back the others. */
const TRIES_IN_COMPANY = 3;
const URGENT = new Set(["filed", "retry", "online", "sync"]);

/** @typedef {import("./outbox.js").Request} Request */

/** @type {Promise<number> | undefined} */
let queued;
let hurry = false;

/**
 * Sends and asks once, after whoever is at it now. "filed", "retry", "online" and "sync" do not wait for a request's
 * own turn; nothing passes a Retry-After of the server.
 * @param {string} [reason]
 * @returns {Promise<number>} how many requests still wait to be sent whole
 */
export function flush(reason = "page") {
  hurry ||= URGENT.has(reason);
  queued ??= alone("flush", () => {
    const now = hurry;
    [queued, hurry] = [undefined, false];
    return round(now);
  });
  return queued;
}

/** @param {boolean} now */
async function round(now) {
  if (!(await contact()).refused_until) {
    try {
      await pushDue(now);
      await keepUp(now);
      // What the server turned out to have lost is offered again at once.
      await pushDue(false);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
    }
  }
  return (await readAll("outbox")).filter(isUnsent).length;
}

/** @param {boolean} now */
async function pushDue(now) {
  /** @type {Map<string, Request[]>} */
  const byDevice = new Map();
  for (const request of await readAll("outbox")) {
    if (!mustGo(request) || !(now || isDue(request))) continue;
    byDevice.set(request.device_id, [...(byDevice.get(request.device_id) ?? []), request]);
  }
  // Never two devices in one push: an anonymous request must not travel beside a named one.
  for (const [deviceId, group] of byDevice) for (const batch of batches(group)) await offer(deviceId, batch);
}

/** @param {Request} request */
const mustGo = ({ state, reoffer, envelope }) => !!envelope && (state === "waiting" || reoffer);

/** @param {Request} request */
const isUnsent = (request) =>
  mustGo(request) || (request.state === "held" && request.outcome?.outcome === "need_files");

/** @param {Request[]} requests */
function* batches(requests) {
  /** @type {Request[]} */
  let batch = [];
  let bytes = 0;
  for (const request of requests) {
    if (request.tries >= TRIES_IN_COMPANY) {
      yield [request];
      continue;
    }
    const size = new Blob([JSON.stringify(request.envelope)]).size + 512;
    if (batch.length && (batch.length === MOST_ITEMS || bytes + size > MOST_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(request);
    bytes += size;
  }
  if (batch.length) yield batch;
}
