// Canonical JSON: the one spelling of an envelope, so that its digest is the same here and on the server.

const MAX_DEPTH = 16;
const KEY = /^[a-z0-9_]{1,64}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A value that the contract cannot carry: a fraction, a strange key, too deep. */
export class NotCanonical extends Error {}

/**
 * Keys sorted, no white space, whole numbers only.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value, depth = 1) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return string(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new NotCanonical("number");
    return String(value);
  }
  if (typeof value !== "object") throw new NotCanonical(typeof value);
  if (depth > MAX_DEPTH) throw new NotCanonical("depth");
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(",")}]`;
  return `{${Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${name(key)}:${canonical(item, depth + 1)}`)
    .join(",")}}`;
}

/** @param {string} text */
function string(text) {
  if (LONE_SURROGATE.test(text)) throw new NotCanonical("surrogate");
  return JSON.stringify(text);
}

/** @param {string} key */
function name(key) {
  if (!KEY.test(key)) throw new NotCanonical("key");
  return `"${key}"`;
}
