import assert from "node:assert/strict";
import test from "node:test";
import { cellAnswer, sheetAnswers } from "../../../frontend/js/form/cells.js";

const column = (kind, more = {}) => ({ id: kind, kind, words: [], ...more });
const WILAYAS = [
  { value: "01", words: ["أدرار", "Adrar"] },
  { value: "49", words: ["تيميمون", "Timimoun"] },
];

for (const [kind, cell, answer] of [
  ["nss", "80 12 3456 7890", "801234567890"],
  ["nss", "٨٠١٢٣٤٥٦٧٨٩٠", "801234567890"],
  ["nss", "8.0123456789E+11", "801234567890"],
  ["amount", "45 000,50", "45000.50"],
  ["amount", "45\u00a0000 DA", "45000.00"],
  ["decimal", "7,5", "7.5"],
  ["date", "10/02/2026", "2026-02-10"],
  ["date", "46063", "2026-02-10"],
  ["time", "0.3541666667", "08:30"],
  ["yes_no", "oui", true],
  ["yes_no", "لا", false],
  ["yes_no", "x", true],
  ["text", " \u202eMaçon\u202c ", "Maçon"],
  ["text", "  ", undefined],
]) {
  test(`${kind}: ${JSON.stringify(cell)} is ${JSON.stringify(answer)}`, () => {
    assert.deepEqual(cellAnswer(column(kind), cell), answer);
  });
}

for (const cell of ["49", "49 تيميمون", "timimoun", "تيميمون"]) {
  test(`a wilaya by code or by name: ${cell}`, () =>
    assert.equal(cellAnswer(column("wilaya", { options: WILAYAS }), cell), "49"));
}

test("a code that lost its first zero", () =>
  assert.equal(cellAnswer(column("wilaya", { options: WILAYAS }), "1"), "01"));

test("what is no answer stays as it was typed, to be marked and mended", () => {
  assert.equal(cellAnswer(column("nss"), "12"), "12");
  assert.equal(cellAnswer(column("wilaya", { options: WILAYAS }), "Paris"), "Paris");
});

test("columns not taken are left, two columns of one text are joined, empty rows are nobody", () => {
  const columns = [column("text"), column("decimal")];
  const sheet = [
    ["Moulay", "x", "Aïssa", "8"],
    ["", "x", "", ""],
  ];
  assert.deepEqual(sheetAnswers(sheet, ["text", null, "text", "decimal"], columns), [
    { text: "Moulay Aïssa", decimal: "8" },
  ]);
});
