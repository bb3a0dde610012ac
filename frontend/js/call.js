// One call to /sync. What comes back is an answer of our server, or there was none.

import { utf8 } from "./bytes.js";
import { canonical } from "./canonical.js";
import { heard, notHeard, refusedUntil } from "./contact.js";
import { signedHeader } from "./device.js";
import { learnTime } from "./time.js";
import { world } from "./world.js";

const PATIENCE = 15_000;
/** A slow link carries at least two bytes a millisecond; below that a body is given up and resumed. */
const BYTES_PER_MS = 2;
/** A push and its list stand around items that may nest as deep as canonical JSON allows. */
const OUTSIDE = -1;
const NOTHING = new Uint8Array(0);

/** Nobody answered as our server does: offline, a captive portal, a crash, a hang. Try later. */
export class NoAnswer extends Error {
  /** @param {string} reason @param {number} [status] of an answer that was none */
  constructor(reason, status) {
    super(reason);
    this.name = "NoAnswer";
    this.reason = reason;
    this.status = status;
  }
}

/**
 * @typedef {{status: number, headers: Headers, body: any}} Answer
 * @typedef {{json?: unknown, bytes?: ArrayBuffer, headers?: Record<string, string>,
 *   device?: import("./device.js").Device, expects?: "json" | "tus", credentials?: RequestCredentials}} Asking
 */

/**
 * Resolves to an authentic answer, whatever its status below 500; throws NoAnswer otherwise.
 * @param {string} method
 * @param {string} target path and query
 * @param {Asking} [asking]
 * @returns {Promise<Answer>}
 */
export async function call(method, target, asking = {}) {
  const answer = await once(method, target, asking);
  if (answer.status !== 401 || answer.body?.code !== "clock.skew") return answer;
  await learnTime(answer.body.server_time);
  return once(method, target, asking);
}

/** @param {string} method @param {string} target @param {Asking} asking @returns {Promise<Answer>} */
async function once(method, target, { json, bytes, headers = {}, device, expects = "json", credentials = "omit" }) {
  const text = json === undefined ? NOTHING : utf8(canonical(json, OUTSIDE));
  const body = text.length ? text.buffer : bytes;
  const sent = { ...headers };
  if (text.length) sent["Content-Type"] = "application/json";
  // The bytes of a file are not signed: they may be cut on the way and are checked by their own hash.
  if (device) sent["Shubbak-Device"] = await signedHeader(device, method, target, text);
  let answer;
  try {
    answer = await within(PATIENCE + (body?.byteLength ?? 0) / BYTES_PER_MS, (signal) =>
      exchange(target, { method, headers: sent, body, signal, credentials }, expects),
    );
  } catch (error) {
    await notHeard();
    throw error instanceof NoAnswer ? error : new NoAnswer("network");
  }
  const wait = retryAfter(answer.headers);
  if (answer.status === 429 || answer.status === 503) {
    if (wait !== undefined) await refusedUntil(world.now() + wait);
    throw new NoAnswer("busy", answer.status);
  }
  if (answer.status >= 500) {
    await notHeard();
    throw new NoAnswer("server", answer.status);
  }
  const time = answer.headers.get("Shubbak-Time");
  if (time) await Promise.all([heard(), learnTime(time, answer.headers.get("Shubbak-Time-Token"))]);
  return answer;
}

/** @param {string} target @param {RequestInit} init @param {"json" | "tus"} expects @returns {Promise<Answer>} */
async function exchange(target, init, expects) {
  const response = await world.fetch(target, { ...init, cache: "no-store", redirect: "error" });
  const { status, headers } = response;
  if (status >= 500 || status === 429) return { status, headers, body: null };
  // Too large a body may be turned away by a gate that does not know our words.
  if (status === 413) return { status, headers, body: null };
  const known = headers.has("Shubbak-Time") || (expects === "tus" && headers.has("Tus-Resumable"));
  const words = /^application\/json\b/.test(headers.get("Content-Type") ?? "") && init.method !== "HEAD";
  if (known && (status === 304 || (expects === "tus" && !words))) return { status, headers, body: null };
  if (!words) throw new NoAnswer("foreign", status);
  const body = await response.json().catch(() => undefined);
  if (!body || typeof body !== "object") throw new NoAnswer("cut", status);
  // A refusal in our words drops nothing, so it is believed even where it comes without the server's time.
  if (!known && !(status >= 400 && typeof body.code === "string")) throw new NoAnswer("foreign", status);
  return { status, headers, body };
}

/**
 * @template T
 * @param {number} ms
 * @param {(signal: AbortSignal) => Promise<T>} act
 * @returns {Promise<T>}
 */
async function within(ms, act) {
  const controller = new AbortController();
  /** @type {() => void} */
  let callOff = () => {};
  const late = new Promise((_, fail) => {
    callOff = world.after(ms, () => {
      fail(new NoAnswer("timeout"));
      controller.abort();
    });
  });
  try {
    return await /** @type {Promise<T>} */ (Promise.race([act(controller.signal), late]));
  } finally {
    callOff();
  }
}

/** Milliseconds to wait, from seconds or a date; undefined if not said. @param {Headers} headers */
function retryAfter(headers) {
  const said = headers.get("Retry-After");
  if (said === null) return undefined;
  const ms = /^\d+$/.test(said.trim()) ? Number(said) * 1000 : Date.parse(said) - world.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
