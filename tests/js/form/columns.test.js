import assert from "node:assert/strict";
import test from "node:test";
import { folded, matchColumns } from "../../../frontend/js/form/columns.js";

const WORKERS = [
  { id: "name", kind: "name_latin", words: ["name", "الاسم واللقب", "Nom et prénom"] },
  { id: "nss", kind: "nss", words: ["nss", "رقم الضمان الاجتماعي", "Numéro de sécurité sociale"] },
  { id: "pay", kind: "amount", words: ["pay", "الأجر الساعي", "Salaire horaire"] },
];

test("letters are folded as people vary them", () => {
  assert.equal(folded("  Prénom (NOM) "), "prenom nom");
  assert.equal(folded("الأُجْرَة"), folded("الاجره"));
});

test("headings in French, with other accents and order of columns", () => {
  assert.deepEqual(matchColumns(["SALAIRE HORAIRE", "Observations", "Nom et prenom"], WORKERS), {
    headed: true,
    picks: ["pay", null, "name"],
  });
});

test("headings in Arabic, shortened", () => {
  assert.deepEqual(matchColumns(["الاسم", "رقم الضمان", "أجر ساعي"], WORKERS).picks, ["name", "nss", "pay"]);
});

test("two headings never fill the same question", () => {
  assert.deepEqual(matchColumns(["Nom", "Nom et prénom"], WORKERS).picks, [null, "name"]);
});

test("no heading known: the first row is a person, columns in the order of the form", () => {
  assert.deepEqual(matchColumns(["Dahmani", "123456789012"], WORKERS), { headed: false, picks: ["name", "nss"] });
});

test("name and first name in two columns are one question", () => {
  const words = [{ id: "name", kind: "text", words: ["Nom et prénom", "nom complet"] }, WORKERS[1]];
  assert.deepEqual(matchColumns(["Prénom", "Nom", "NSS"], words).picks, ["name", "name", "nss"]);
});
