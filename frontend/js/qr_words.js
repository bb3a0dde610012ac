/** The code words of a QR code: the text as bits, cut into blocks, each with its error correction (Reed-Solomon). */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/** Error correction code words of a block, and number of blocks, at level M by version. */
const ECC = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

/** The smallest version that holds the text. Throws RangeError for other letters or more than fits. @param {string} text */
export function versionFor(text) {
  if ([...text].some((letter) => !ALPHABET.includes(letter))) throw new RangeError("letters outside the QR alphabet");
  const length = Math.floor(text.length / 2) * 11 + (text.length % 2) * 6;
  for (let version = 1; version <= 20; version++) {
    if (4 + (version < 10 ? 9 : 11) + length <= dataLength(version) * 8) return version;
  }
  throw new RangeError("too long for a QR code");
}

/** All code words that fit into a version. @param {number} version */
function wordsIn(version) {
  const aligned = Math.floor(version / 7) + 2;
  let modules = (16 * version + 128) * version + 64;
  if (version > 1) modules -= (25 * aligned - 10) * aligned - 55;
  if (version > 6) modules -= 36;
  return Math.floor(modules / 8);
}

/** @param {number} version */
const dataLength = (version) => wordsIn(version) - ECC[version - 1] * BLOCKS[version - 1];

/** @param {string} text @param {number} version */
function dataWords(text, version) {
  /** @type {number[]} */
  const bits = [];
  const put = (/** @type {number} */ value, /** @type {number} */ width) => {
    for (let at = width - 1; at >= 0; at--) bits.push((value >> at) & 1);
  };
  put(2, 4);
  put(text.length, version < 10 ? 9 : 11);
  for (let at = 0; at < text.length; at += 2) {
    const first = ALPHABET.indexOf(text[at]);
    if (at + 1 < text.length) put(first * 45 + ALPHABET.indexOf(text[at + 1]), 11);
    else put(first, 6);
  }
  const capacity = dataLength(version) * 8;
  put(0, Math.min(4, capacity - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({ length: bits.length / 8 }, (_, at) =>
    Number.parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2),
  );
}

/** All code words in the order they are drawn: of each block one in turn. @param {string} text @param {number} version */
export function codeWords(text, version) {
  const data = dataWords(text, version);
  const [count, extra] = [BLOCKS[version - 1], ECC[version - 1]];
  const [all, short] = [wordsIn(version), count - (wordsIn(version) % count)];
  const size = Math.floor(all / count) - extra;
  const divisor = generator(extra);
  let from = 0;
  const blocks = Array.from({ length: count }, (_, at) => {
    const words = data.slice(from, (from += size + (at < short ? 0 : 1)));
    return { words, check: remainder(words, divisor) };
  });
  const turn = (/** @type {"words" | "check"} */ part, /** @type {number} */ length) =>
    Array.from({ length }, (_, at) =>
      blocks.filter((block) => at < block[part].length).map((block) => block[part][at]),
    ).flat();
  return [...turn("words", size + 1), ...turn("check", extra)];
}

/** Product in the field of 256 elements, modulus 0x11d. @param {number} x @param {number} y */
function times(x, y) {
  let product = 0;
  for (let at = 7; at >= 0; at--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((y >>> at) & 1) * x;
  }
  return product;
}

/** @param {number} degree */
function generator(degree) {
  const result = Array(degree).fill(0);
  result[degree - 1] = 1;
  for (let at = 0, root = 1; at < degree; at++, root = times(root, 2)) {
    for (let j = 0; j < degree; j++) result[j] = times(result[j], root) ^ (result[j + 1] ?? 0);
  }
  return result;
}

/** @param {number[]} data @param {number[]} divisor */
function remainder(data, divisor) {
  const result = divisor.map(() => 0);
  for (const word of data) {
    const factor = word ^ /** @type {number} */ (result.shift());
    result.push(0);
    divisor.forEach((coefficient, at) => {
      result[at] ^= times(coefficient, factor);
    });
  }
  return result;
}
