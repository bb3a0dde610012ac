import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { checkBlocks } from "../../../frontend/js/form/blocks.js";
import { rowWord, sentence, sums, valueText } from "../../../frontend/js/form/values.js";
import { useWords } from "../../../frontend/js/words.js";

const WORDS = {
  "form.comma": ", ",
  "form.yes": "Oui",
  "form.rows.count": ["{n} ligne", "{n} lignes"],
  "form.rows.workers.count": ["{n} ouvrier", "{n} ouvriers"],
  "unit.dinars": "{amount} DA",
  "date.months": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
  "date.weekdays": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
  "date.day_year": "{day} {month} {year}",
  "date.clock": "{hour} h {minute}",
  "date.moment": "{day}, {time}",
  "field.missing": "Répondez",
  "s.field.workers.nss.missing": "Indiquez son numéro",
  "s.rule.fits": "Trop d’heures",
};
beforeEach(() => useWords(WORDS, "fr"));

for (const [kind, value, text] of [
  ["date", "2026-02-10", "Mardi 10 février 2026"],
  ["time", "08:00", "8 h 00"],
  ["datetime", "2026-02-10T08:05", "Mardi 10 février 2026, 8 h 05"],
  ["amount", "45000.50", "45\u202f000,50 DA"],
  ["amount", "5000.00", "5\u202f000 DA"],
  ["decimal", "1234.5", "1\u202f234,5"],
  ["whole", 12, "12"],
  ["whole", 2026, "2026"],
  ["whole", 12026, "12\u202f026"],
  ["phone", "+213661234567", "0661 23 45 67"],
  ["phone", "+21321654321", "021 65 43 21"],
  ["accept", true, "Oui"],
  ["text", "Ksar", "Ksar"],
]) {
  test(`${kind} ${value} is read again as ${text}`, () => assert.equal(valueText(kind, value), text));
}

test("what is not an answer yet is read as it was typed", () => {
  for (const [kind, value] of [
    ["date", "hier"],
    ["time", ":30"],
    ["datetime", "T08:00"],
    ["amount", "beaucoup"],
    ["phone", "066"],
  ]) {
    assert.equal(valueText(kind, value), value);
  }
});

test("choices are read by their words", () =>
  assert.equal(valueText("several_of", ["rain", "wind"], ["Pluie", "Vent"]), "Pluie, Vent"));

test("columns that are to be added up are, to the ten-thousandth", () => {
  const table = {
    columns: [
      { id: "hours", kind: "decimal" },
      { id: "before", kind: "decimal" },
      { id: "name", kind: "text" },
    ],
  };
  const rows = [{ hours: "0.1", before: "3" }, { hours: "0.2" }, { hours: "1200" }];
  assert.deepEqual(
    sums(table, rows, (id) => id === "hours"),
    [{ id: "hours", sum: "1\u202f200,3" }],
  );
});

test("a missing answer is asked for in the question's own words, in whatever row it is", () => {
  assert.equal(sentence("s", "answers.workers.3.nss", "field.missing"), "Indiquez son numéro");
  assert.equal(sentence("s", "answers.place", "field.missing"), "Répondez");
  assert.equal(sentence("s", "answers.hours", "rule.fits"), "Trop d’heures");
});

test("a table speaks of workers where it has words for them", () => {
  assert.equal(rowWord("form.rows", "workers", "count"), "form.rows.workers.count");
  assert.equal(rowWord("form.rows", "periods", "count"), "form.rows.count");
});

test("the check page lists what was asked and answered, by section", () => {
  const form = {
    steps: [
      {
        id: "who",
        fields: [
          { id: "name", kind: "text" },
          { id: "note", kind: "text" },
        ],
      },
      {
        id: "crew",
        fields: [
          { id: "workers", kind: "table" },
          { id: "photos", kind: "file" },
          { id: "hidden", kind: "text" },
        ],
      },
    ],
  };
  const draft = { answers: { name: "A", workers: [], hidden: "x" }, files: [{ field: "photos" }] };
  const blocks = checkBlocks(form, draft, new Set(["name", "note", "workers", "photos"]), ["who", "crew"]);
  assert.deepEqual(
    blocks.map(({ step, rows }) => [step, rows.map(({ field }) => field.id)]),
    [
      ["who", ["name"]],
      ["crew", ["photos"]],
    ],
  );
});
