// Bytes as text and back, the one hash in use, and ids.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** @param {string} text */
export const utf8 = (text) => new TextEncoder().encode(text);

/** @param {ArrayBuffer | Uint8Array} bytes @returns {string} */
export const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {string} text @returns {Bytes} */
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** @param {ArrayBuffer | Uint8Array} bytes */
export const base64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));

/** Without padding. @param {ArrayBuffer | Uint8Array} bytes */
export const base64url = (bytes) => base64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** @param {string} text @returns {Bytes} */
export const fromBase64url = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

/** RFC 4648, upper case, without padding. @param {Uint8Array} bytes */
export function base32(bytes) {
  let [text, bits, held] = ["", 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(held >>> (bits - 5)) & 31];
    held &= 255;
  }
  return bits ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

/** Throws a RangeError on a letter outside the alphabet. @param {string} text @returns {Bytes} */
export function fromBase32(text) {
  const bytes = [];
  let [bits, held] = [0, 0];
  for (const letter of text.toUpperCase().replace(/=+$/, "")) {
    const value = BASE32.indexOf(letter);
    if (value < 0) throw new RangeError("base32");
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 255);
  }
  return Uint8Array.from(bytes);
}

/** @param {string | BufferSource} data @returns {Promise<Bytes>} */
export const sha256 = async (data) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", typeof data === "string" ? utf8(data) : data));

/** @param {number} size @returns {Bytes} */
export const randomBytes = (size) => crypto.getRandomValues(new Uint8Array(size));

let latest = 0;

/** A UUIDv7 (RFC 9562), later than the one before even within a millisecond. @param {number} now milliseconds */
export function uuid7(now) {
  latest = Math.max(latest + 1, Math.floor(now));
  const text = latest.toString(16).padStart(12, "0");
  const bytes = randomBytes(10);
  bytes[0] = (bytes[0] & 0x0f) | 0x70;
  bytes[2] = (bytes[2] & 0x3f) | 0x80;
  const rest = hex(bytes);
  return `${text.slice(0, 8)}-${text.slice(8)}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8)}`;
}
