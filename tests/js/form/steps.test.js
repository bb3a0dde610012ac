import assert from "node:assert/strict";
import test from "node:test";
import {
  faultsIn,
  fieldOf,
  following,
  placeHash,
  previous,
  readPlace,
  sections,
  unfinished,
} from "../../../frontend/js/form/steps.js";

const FORM = {
  steps: [
    { id: "who", fields: [{ id: "name" }] },
    { id: "where", fields: [{ id: "wilaya" }, { id: "photos" }] },
    { id: "crew", fields: [{ id: "workers" }] },
  ],
};
const ALL = ["who", "where", "crew"];

test("the address names the draft and the section, and reads back", () => {
  assert.equal(placeHash({ draft: "d1", step: "where" }), "#draft=d1&step=where");
  assert.deepEqual(readPlace("#draft=d1&step=where"), { draft: "d1", step: "where" });
  assert.deepEqual(readPlace(""), { draft: null, step: null });
  assert.deepEqual(readPlace("#content"), { draft: null, step: null });
});

test("a section whose questions are all hidden is not on the way", () => {
  assert.deepEqual(sections(FORM, new Set(["who", "name", "where", "crew", "workers"])), ["who", "crew"]);
});

test("continue goes to the next section, after the last to the check page", () => {
  assert.equal(following(ALL, "who", new Set(), false), "where");
  assert.equal(following(ALL, "crew", new Set(), false), "check");
});

test("a section changed from the check page leads back to it, past what is still to do", () => {
  assert.equal(following(ALL, "who", new Set(), true), "check");
  assert.equal(following(ALL, "who", new Set(["crew"]), true), "crew");
});

test("back leads to the section before, from the first to the service", () => {
  assert.equal(previous(ALL, "check"), "crew");
  assert.equal(previous(ALL, "where"), "who");
  assert.equal(previous(ALL, "who"), null);
});

test("a fault belongs to the section of its question, also one in a row or of a file", () => {
  assert.equal(fieldOf("answers.workers.3.nss"), "workers");
  assert.deepEqual(
    unfinished(FORM, { "answers.workers.3.nss": "field.nss_length", "files.photos": "field.missing" }),
    new Set(["where", "crew"]),
  );
});

test("what is left in a section stands in the order of its questions", () => {
  const errors = {
    "files.photos": "field.missing",
    "answers.wilaya": "field.missing",
    "answers.name": "field.missing",
  };
  assert.deepEqual(
    faultsIn(FORM, errors, "where").map(([path]) => path),
    ["answers.wilaya", "files.photos"],
  );
  assert.deepEqual(faultsIn(FORM, { "answers.declaration": "field.missing" }, "check").length, 1);
});
