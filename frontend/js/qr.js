/**
 * A QR code (ISO/IEC 18004) of upper-case letters, digits and ` $%*+-./:`, at error level M, versions 1 to 20.
 * It draws what `segno` draws on the server for the same text, version and mask.
 */

import { codeWords, versionFor } from "./qr_words.js";

/** @typedef {boolean[][]} Grid */

/** The modules of the code, dark ones true. Throws RangeError for other letters or more than fits.
 * @param {string} text @param {number} [forcedMask] @returns {Grid} */
export function qr(text, forcedMask) {
  const version = versionFor(text);
  const words = codeWords(text, version);
  const masks = forcedMask === undefined ? [0, 1, 2, 3, 4, 5, 6, 7] : [forcedMask];
  const grids = masks.map((mask) => draw(words, version, mask));
  return grids.reduce((best, grid) => (penalty(grid) < penalty(best) ? grid : best));
}

/** The same as one SVG path in a square of `size`, four quiet modules around. @param {string} text */
export function qrPath(text) {
  const grid = qr(text);
  let path = "";
  grid.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark && !row[x - 1]) {
        let end = x;
        while (row[end]) end++;
        path += `M${x + 4} ${y + 4.5}h${end - x}`;
      }
    });
  });
  return { size: grid.length + 8, path };
}

/** @type {((x: number, y: number) => boolean)[]} */
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** @param {number[]} words @param {number} version @param {number} mask @returns {Grid} */
function draw(words, version, mask) {
  const size = version * 4 + 17;
  /** @type {(boolean | undefined)[][]} */
  const grid = Array.from({ length: size }, () => Array(size).fill(undefined));
  const set = (/** @type {number} */ x, /** @type {number} */ y, /** @type {boolean} */ dark) => {
    if (x >= 0 && y >= 0 && x < size && y < size) grid[y][x] = dark;
  };
  fixed(set, grid, version, mask);
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (grid[y][x] !== undefined) continue;
        const dark = bit < words.length * 8 && ((words[bit >>> 3] >>> (7 - (bit & 7))) & 1) === 1;
        grid[y][x] = dark !== MASKS[mask](x, y);
        bit++;
      }
    }
  }
  return /** @type {Grid} */ (grid);
}

/** Everything that is not data: finders, timing, alignment, format, version.
 * @param {(x: number, y: number, dark: boolean) => void} set @param {(boolean | undefined)[][]} grid
 * @param {number} version @param {number} mask */
function fixed(set, grid, version, mask) {
  const size = grid.length;
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ]) {
    square(cx, cy, 4, (far) => far !== 2 && far !== 4, set);
  }
  for (let at = 8; at < size - 8; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const places = aligned(version);
  for (const x of places) {
    for (const y of places) {
      const corner = (x === 6 && (y === 6 || y === size - 7)) || (y === 6 && x === size - 7);
      if (!corner) square(x, y, 2, (far) => far !== 1, set);
    }
  }
  formatBits(set, size, mask);
  if (version < 7) return;
  let rest = version;
  for (let at = 0; at < 12; at++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let at = 0; at < 18; at++) {
    const dark = ((bits >>> at) & 1) === 1;
    const [a, b] = [size - 11 + (at % 3), Math.floor(at / 3)];
    set(a, b, dark);
    set(b, a, dark);
  }
}

/** @param {(x: number, y: number, dark: boolean) => void} set @param {number} size @param {number} mask */
function formatBits(set, size, mask) {
  let rest = mask;
  for (let at = 0; at < 10; at++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (/** @type {number} */ at) => ((bits >>> at) & 1) === 1;
  for (let at = 0; at < 6; at++) set(8, at, bit(at));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let at = 9; at < 15; at++) set(14 - at, 8, bit(at));
  for (let at = 0; at < 8; at++) set(size - 1 - at, 8, bit(at));
  for (let at = 8; at < 15; at++) set(8, size - 15 + at, bit(at));
  set(8, size - 8, true);
}

/** @param {number} cx @param {number} cy @param {number} reach @param {(far: number) => boolean} dark
 * @param {(x: number, y: number, dark: boolean) => void} set */
function square(cx, cy, reach, dark, set) {
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) set(cx + dx, cy + dy, dark(Math.max(Math.abs(dx), Math.abs(dy))));
  }
}

/** Where alignment patterns stand. @param {number} version */
function aligned(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  const last = version * 4 + 10;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => last - step * (count - 2 - at))];
}

/** How hard the code is to read, by the standard's four rules. @param {Grid} grid */
function penalty(grid) {
  const size = grid.length;
  const turned = grid.map((_, x) => grid.map((row) => row[x]));
  let sum = 0;
  let dark = 0;
  for (const line of [...grid, ...turned]) {
    const text = line.map((one) => (one ? "1" : "0")).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    for (let at = text.indexOf("1011101"); at >= 0; at = text.indexOf("1011101", at + 1)) {
      const clear = (/** @type {number} */ from) => !/1/.test(text.slice(Math.max(from, 0), from + 4));
      if (clear(at - 4) || clear(at + 7)) sum += 40;
    }
  }
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (grid[y][x]) dark++;
      if (y && x && grid[y][x] === grid[y - 1][x] && grid[y][x] === grid[y][x - 1] && grid[y][x] === grid[y - 1][x - 1])
        sum += 3;
    }
  }
  return sum + Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5) * 10;
}
