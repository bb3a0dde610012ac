import assert from "node:assert/strict";
import test from "node:test";
import { deflateRawSync } from "node:zlib";
import { readXlsx, UnreadableSheet } from "../../../frontend/js/form/xlsx.js";

const TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});
const crc32 = (bytes) => ~bytes.reduce((sum, byte) => (sum >>> 8) ^ TABLE[(sum ^ byte) & 255], -1) >>> 0;

/** A zip as office programs write it; `stored` leaves a part unpacked. */
function zip(parts, { stored = [], spoil = (bytes) => bytes } = {}) {
  const chunks = [];
  const directory = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const plain = Buffer.from(text);
    const method = stored.includes(name) ? 0 : 8;
    const data = method ? spoil(deflateRawSync(plain)) : plain;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    chunks.push(head, Buffer.from(name), data);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc32(plain), 16);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(plain.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name));
    at += 30 + name.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  const all = Buffer.concat([...chunks, list, end]);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.length);
}

const BOOK = {
  "[Content_Types].xml": "<Types/>",
  "xl/sharedStrings.xml":
    '<sst><si><t>Nom</t></si><si><r><t>Dahmani </t></r><r><t xml:space="preserve">&amp; fils</t></r></si><si><t>عيسى</t><rPh><t>x</t></rPh></si><si/></sst>',
  "xl/worksheets/sheet1.xml":
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Heures</t></is></c></row>' +
    '<row r="2"/><row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="4"/><c r="C3"><v>7.5</v></c></row>' +
    '<row r="4"><c r="A4" t="s"><v>2</v></c><c r="C4" t="str"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>',
};

test("shared, rich and inline strings, numbers, formulas, gaps", async () => {
  assert.deepEqual(await readXlsx(zip(BOOK)), [
    ["Nom", "", "Heures"],
    ["Dahmani & fils", "", "7.5"],
    ["عيسى", "", "2"],
  ]);
});

test("parts that are stored and not packed", async () => {
  assert.equal((await readXlsx(zip(BOOK, { stored: ["xl/worksheets/sheet1.xml"] }))).length, 3);
});

test("the first sheet by number, also when it comes tenth in the file", async () => {
  const book = { ...BOOK, "xl/worksheets/sheet10.xml": "<worksheet><row><c><v>10</v></c></row></worksheet>" };
  assert.equal((await readXlsx(zip(book)))[0][0], "Nom");
});

for (const [what, bytes] of [
  ["no zip", new TextEncoder().encode("name,pay").buffer],
  ["nothing", new ArrayBuffer(0)],
  ["a zip without a sheet", zip({ "word/document.xml": "<w/>" })],
  ["broken data", zip(BOOK, { spoil: (data) => Buffer.from(data.map((byte) => byte ^ 0x5a)) })],
  ["a file cut short", zip(BOOK).slice(200)],
  ["a bomb", zip({ "xl/worksheets/sheet1.xml": "<row>".padEnd(30 * 1024 * 1024, " ") })],
]) {
  test(`${what} is refused as unreadable`, async () => {
    await assert.rejects(readXlsx(bytes), UnreadableSheet);
  });
}
