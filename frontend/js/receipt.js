// Whether a receipt token is truly the server's, and what it says. Works without contact, with the keys kept here.

import { fromBase32, fromBase64url } from "./bytes.js";
import { decode, encode } from "./cbor.js";
import { lazily } from "./world.js";

export const KINDS = ["received", "filed", "decided", "certificate", "statement"];
const MOST_BYTES = 1024;

/** @typedef {import("./bytes.js").Bytes} Bytes */

/**
 * digest16: hex of the first 16 bytes; times in epoch seconds.
 * @typedef {{number: string, service: string, digest16: string, filled_at: number, received_at: number,
 *   kind: string, valid_until: number | null}} Facts
 * @typedef {{valid: true, kid: string, facts: Facts}
 *   | {valid: false, reason: "malformed" | "unknown_key" | "altered", kid?: string}} Reading
 */

/**
 * Reads a token in base64url, as JSON carries it.
 * @param {string} token
 * @param {import("./manifest.js").ReceiptKey[]} keys
 */
export const readToken = (token, keys) => readTokenBytes(orNothing(fromBase64url, token), keys);

/** Reads a token in base32, as the QR code carries it. @param {string} text @param {import("./manifest.js").ReceiptKey[]} keys */
export const readCode = (text, keys) => readTokenBytes(orNothing(fromBase32, text), keys);

/** @param {Bytes} bytes @param {import("./manifest.js").ReceiptKey[]} keys @returns {Promise<Reading>} */
export async function readTokenBytes(bytes, keys) {
  const parts = orNothing(parse, bytes);
  if (!parts) return { valid: false, reason: "malformed" };
  const { kid, protectedBytes, payload, signature, facts } = parts;
  const key = keys.find((one) => one.kid === kid && one.crv === "Ed25519");
  if (!key) return { valid: false, reason: "unknown_key", kid };
  const signed = encode(["Signature1", protectedBytes, new Uint8Array(0), payload]);
  if (!(await verified(fromBase64url(key.x), signature, signed))) return { valid: false, reason: "altered", kid };
  return { valid: true, kid, facts };
}

/** @param {Bytes} bytes */
function parse(bytes) {
  if (bytes.length > MOST_BYTES) throw new RangeError("token");
  const { tag, value } = decode(bytes);
  const [protectedBytes, unprotected, payload, signature] = value;
  const header = decode(protectedBytes);
  if (tag !== 18 || value.length !== 4 || unprotected.size || header.get(1) !== -8) throw new RangeError("token");
  const kid = new TextDecoder().decode(header.get(4));
  return { kid, protectedBytes, payload, signature, facts: factsIn(decode(payload)) };
}

/** @param {any[]} payload @returns {Facts} */
function factsIn(payload) {
  const [version, number, service, digest, filled_at, received_at, kind, valid_until] = payload;
  if (version !== 1 || payload.length !== 8 || !KINDS[kind]) throw new RangeError("token");
  const digest16 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { number, service, digest16, filled_at, received_at, kind: KINDS[kind], valid_until };
}

/** @param {Bytes} key @param {Bytes} signature @param {Bytes} message @returns {Promise<boolean>} */
async function verified(key, signature, message) {
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  } catch {
    const { verifyAsync } = await lazily.ed25519();
    return verifyAsync(signature, message, key, { zip215: false }).catch(() => false);
  }
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}

/** @template T, R @param {(value: T) => R} act @param {T} value @returns {any} */
function orNothing(act, value) {
  try {
    return act(value);
  } catch {
    return undefined;
  }
}
