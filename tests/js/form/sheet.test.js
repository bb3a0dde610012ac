import assert from "node:assert/strict";
import test from "node:test";
import { plain } from "../../../frontend/js/form/plain.js";
import { readSheet, sheetText } from "../../../frontend/js/form/sheet.js";

test("a list copied from a spreadsheet has tabs between its cells", () => {
  assert.deepEqual(readSheet("Nom\tNSS\nBelkacem Dahmani\t123456789012\n"), [
    ["Nom", "NSS"],
    ["Belkacem Dahmani", "123456789012"],
  ]);
});

test("a French CSV has semicolons, an English one commas", () => {
  assert.deepEqual(readSheet("Nom;Salaire\r\nDahmani;1200,50\r\n"), [
    ["Nom", "Salaire"],
    ["Dahmani", "1200,50"],
  ]);
  assert.deepEqual(readSheet("name,pay\nDahmani,1200.50"), [
    ["name", "pay"],
    ["Dahmani", "1200.50"],
  ]);
});

test("quoted cells may hold separators, quotes and line ends", () => {
  assert.deepEqual(readSheet('Nom;Poste\n"Dahmani; Belkacem";"chef ""A""\nligne 2"'), [
    ["Nom", "Poste"],
    ["Dahmani; Belkacem", 'chef "A"\nligne 2'],
  ]);
});

test("empty lines and empty rows are no people", () => {
  assert.deepEqual(readSheet("\n\t\t\na\tb\n\n \t \n"), [["a", "b"]]);
});

test("marks that turn the direction of a name are taken out", () => {
  assert.equal(plain("\u202eنحمد\u202c \u200fعلي\ufeff"), "نحمد علي");
  assert.deepEqual(readSheet("\u202eabc\tdef"), [["abc", "def"]]);
});

test("a file in UTF-8, UTF-16 or the Windows Arabic page reads the same", () => {
  const utf8 = new TextEncoder().encode("الاسم;Prénom").buffer;
  assert.equal(sheetText(utf8), "الاسم;Prénom");
  const utf16 = new Uint16Array(
    [0xfeff, ..."الاسم;Prénom"].map((sign) => (typeof sign === "string" ? sign.charCodeAt(0) : sign)),
  );
  assert.equal(plain(sheetText(utf16.buffer)), "الاسم;Prénom");
  const windows = new Uint8Array([0xc7, 0xe1, 0xc7, 0xd3, 0xe3, 0x3b, 0x50, 0x72, 0xe9, 0x6e, 0x6f, 0x6d]).buffer;
  assert.equal(sheetText(windows), "الاسم;Prénom");
});
