// As much CBOR (RFC 8949) as a receipt token needs. Definite lengths only; anything else throws a RangeError.

/** @typedef {import("./bytes.js").Bytes} Bytes */

/**
 * @param {Bytes} bytes
 * @returns {any} maps as Map, byte strings as Uint8Array, tags as {tag, value}
 */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  /** @param {number} more */
  function length(more) {
    if (more < 24) return more;
    if (more > 27) throw new RangeError("cbor");
    const size = 1 << (more - 24);
    const start = at;
    at += size;
    if (size === 1) return view.getUint8(start);
    if (size === 2) return view.getUint16(start);
    if (size === 4) return view.getUint32(start);
    return Number(view.getBigUint64(start));
  }

  /** @param {number} size */
  function take(size) {
    if (at + size > bytes.length) throw new RangeError("cbor");
    at += size;
    return bytes.slice(at - size, at);
  }

  /** @param {number} depth @returns {any} */
  function item(depth) {
    if (depth > 8) throw new RangeError("cbor");
    const head = take(1)[0];
    if (head === 0xf6) return null;
    const size = length(head & 31);
    switch (head >> 5) {
      case 0:
        return size;
      case 1:
        return -1 - size;
      case 2:
        return take(size);
      case 3:
        return new TextDecoder("utf-8", { fatal: true }).decode(take(size));
      case 4:
        return items(size, () => item(depth + 1));
      case 5:
        return new Map(items(size, () => [item(depth + 1), item(depth + 1)]));
      case 6:
        return { tag: size, value: item(depth + 1) };
    }
    throw new RangeError("cbor");
  }

  const value = item(0);
  if (at !== bytes.length) throw new RangeError("cbor");
  return value;
}

/** @template T @param {number} size @param {() => T} one @returns {T[]} */
function items(size, one) {
  const all = [];
  for (let count = 0; count < size; count++) all.push(one());
  return all;
}

/** Byte strings, text and arrays of them, in the shortest form. @param {any} value @returns {Bytes} */
export function encode(value) {
  if (Array.isArray(value)) return join([head(4, value.length), ...value.map(encode)]);
  if (typeof value === "string") return counted(3, new TextEncoder().encode(value));
  return counted(2, value);
}

/** @param {number} major @param {Bytes} bytes */
const counted = (major, bytes) => join([head(major, bytes.length), bytes]);

/** @param {number} major @param {number} size below 65536 */
function head(major, size) {
  const first = major << 5;
  if (size < 24) return Uint8Array.of(first | size);
  if (size < 256) return Uint8Array.of(first | 24, size);
  return Uint8Array.of(first | 25, size >> 8, size & 255);
}

/** @param {Bytes[]} parts */
function join(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
