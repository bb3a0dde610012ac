import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { searchWords } from "../../../frontend/js/fold.js";
import { proposed } from "../../../frontend/js/form/proposals.js";

const { lists, cases } = JSON.parse(readFileSync(new URL("../../catalogue/proposals.json", import.meta.url), "utf8"));

for (const { why, text, found } of cases) {
  test(why, () => assert.deepEqual(proposed(lists, searchWords(text)), found));
}
