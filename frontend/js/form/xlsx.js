/**
 * The first sheet of an .xlsx file as rows of text. An .xlsx is a zip of XML; only what a list of people needs is read:
 * shared strings, inline strings, numbers. Loaded when somebody picks such a file.
 */
const LIMIT = 24 * 1024 * 1024; // inflated bytes: past this it is no list of people
export class UnreadableSheet extends Error {}

/** True where the browser can inflate by itself (Chrome 80, Safari 16.4, Firefox 113). */
export const canReadXlsx = () => typeof DecompressionStream === "function";

/** @param {ArrayBuffer} bytes @returns {Promise<string[][]>} */
export async function readXlsx(bytes) {
  const parts = directory(bytes);
  const name = [...parts.keys()].filter((path) => /^xl\/worksheets\/[^/]+\.xml$/.test(path)).sort(byNumber)[0];
  if (!name) throw new UnreadableSheet("no sheet");
  const budget = { left: LIMIT };
  const strings = parts.has("xl/sharedStrings.xml")
    ? sharedStrings(await inflated(bytes, parts.get("xl/sharedStrings.xml"), budget))
    : [];
  return sheetRows(await inflated(bytes, parts.get(name), budget), strings);
}

/** @param {string} one @param {string} other */
const byNumber = (one, other) => Number(one.match(/\d+/)?.[0] ?? 0) - Number(other.match(/\d+/)?.[0] ?? 0);

/** @typedef {{method: number, crc: number, packed: number, size: number, at: number}} Part */
/** @param {ArrayBuffer} bytes @returns {Map<string, Part>} */
function directory(bytes) {
  const view = new DataView(bytes);
  let end = bytes.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new UnreadableSheet("not a zip");
  const parts = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > bytes.byteLength || view.getUint32(at, true) !== 0x02014b50)
      throw new UnreadableSheet("broken directory");
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const path = new TextDecoder().decode(new Uint8Array(bytes, at + 46, name));
    parts.set(path, {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + name + extra + comment;
  }
  return parts;
}

/**
 * @param {ArrayBuffer} bytes @param {Part | undefined} part @param {{left: number}} budget @returns {Promise<string>}
 */
async function inflated(bytes, part, budget) {
  const view = new DataView(bytes);
  if (!part || part.at + 30 > bytes.byteLength) throw new UnreadableSheet("broken entry");
  const start = part.at + 30 + view.getUint16(part.at + 26, true) + view.getUint16(part.at + 28, true);
  if (start + part.packed > bytes.byteLength) throw new UnreadableSheet("cut short");
  const data = new Uint8Array(bytes, start, part.packed);
  if (part.method === 0) return new TextDecoder().decode(data);
  if (part.method !== 8) throw new UnreadableSheet("unknown packing");
  // The same deflated bytes dressed as gzip: `deflate-raw` came to Chrome 23 versions later than `gzip`.
  const foot = new DataView(new ArrayBuffer(8));
  foot.setUint32(0, part.crc, true);
  foot.setUint32(4, part.size, true);
  const packed = new Blob([new Uint8Array([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]), data, foot.buffer]);
  const reader = packed.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      budget.left -= value.length;
      if (budget.left < 0) throw new UnreadableSheet("too large");
      text += decoder.decode(value, { stream: true });
    }
  } catch (reason) {
    reader.cancel().catch(() => {});
    throw reason instanceof UnreadableSheet ? reason : new UnreadableSheet("broken data");
  }
}

const ENTITIES = /** @type {Record<string, string>} */ ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" });
/** @param {string} xml */
const unescaped = (xml) =>
  xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });

/** The text of every <t> inside. Phonetic guides (<rPh>) are not part of the word. @param {string} xml */
const textOf = (xml) =>
  [
    ...xml
      .replace(/<(?:\w+:)?rPh\b[\s\S]*?<\/(?:\w+:)?rPh>/g, "")
      .matchAll(/<(?:\w+:)?t\b[^>]*?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?t>)/g),
  ]
    .map((found) => unescaped(found[1] ?? ""))
    .join("");

/** @param {string} xml */
const sharedStrings = (xml) =>
  [...xml.matchAll(/<(?:\w+:)?si\b[^>]*?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?si>)/g)].map((found) => textOf(found[1] ?? ""));

/** @param {string} xml @param {string[]} strings */
function sheetRows(xml, strings) {
  const rows = [];
  for (const [, inside] of xml.matchAll(/<(?:\w+:)?row\b[^>]*?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?row>)/g)) {
    /** @type {string[]} */ const row = [];
    for (const [, marks, content] of (inside ?? "").matchAll(
      /<(?:\w+:)?c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g,
    )) {
      const place = column(marks.match(/\br="([A-Z]+)/)?.[1]) ?? row.length;
      if (place > 255) throw new UnreadableSheet("too wide");
      while (row.length < place) row.push("");
      row[place] = cellText(marks.match(/\bt="(\w+)"/)?.[1], content ?? "", strings);
    }
    if (row.some(Boolean)) rows.push(row);
  }
  return rows;
}

/** @param {string | undefined} letters "A" → 0, "AA" → 26 */
const column = (letters) =>
  letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : undefined;

/** @param {string | undefined} type @param {string} content @param {string[]} strings */
function cellText(type, content, strings) {
  if (type === "inlineStr") return textOf(content).trim();
  const value = unescaped(content.match(/<(?:\w+:)?v\b[^>]*>([\s\S]*?)<\/(?:\w+:)?v>/)?.[1] ?? "");
  if (type === "s") return (strings[Number(value)] ?? "").trim();
  if (type === "b") return value;
  return value.trim();
}
