import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

// The tests of the promises, run again with one line of the program broken on purpose: they must go red.
const TWINS = [
  {
    promise: "I5: filing leaves the draft or makes the request, never neither",
    tests: "drafts",
    name: "a full disk",
    ...{ file: "database.js", line: "transaction.abort();", broken: ";" },
  },
  {
    promise: "I5: a refusal is shown",
    tests: "sending",
    name: "a refusal asks the person",
    ...{ file: "outcomes.js", line: 'state: "attention"', broken: 'state: "filed"' },
  },
  {
    promise: "I9: nothing counts as filed before its receipt verifies",
    tests: "sending",
    name: "a receipt that does not verify",
    ...{ file: "outcomes.js", line: "if (!reading.valid) return", broken: "if (false) return" },
  },
  {
    promise: "I9: the receipt is for the same digest",
    tests: "sending",
    name: "a receipt over other content",
    ...{ file: "outcomes.js", line: "return same &&", broken: "return true ||" },
  },
  {
    promise: "I9: the copy stays until a backup passed its position",
    tests: "kept",
    name: "until a backup holds it",
    ...{ file: "kept.js", line: "!(known.durable >= position)", broken: "false" },
  },
  {
    promise: "I9: the copy stays for seven days",
    tests: "kept",
    name: "a backup alone",
    ...{ file: "kept.js", line: "now - Date.parse(filed_at) > SEALED_COPY_KEPT", broken: "true" },
  },
  {
    promise: "I9: the backup must be of the epoch that gave the position",
    tests: "kept",
    name: "what a restored server",
    ...{
      file: "epoch.js",
      line: "note(id, () => ({ reoffer: true, next_try_at: null }))",
      broken: "note(id, () => ({}))",
    },
  },
  {
    promise: "I10: an answer about another digest is no answer",
    tests: "sending",
    name: "another digest",
    ...{ file: "push.js", line: "one.digest === envelope?.digest", broken: "true" },
  },
  {
    promise: "I10: what does not bear our header is no answer",
    tests: "sending",
    name: "a stranger's answer",
    ...{ file: "call.js", line: "if (!known &&", broken: "if (false &&" },
  },
  {
    promise: "I10: no photo goes where another site says",
    tests: "files",
    name: "another place",
    ...{
      file: "tus.js",
      line: 'answer.status !== 201 || url.origin !== location.origin || !url.pathname.startsWith("/sync/files/")',
      broken: "false",
    },
  },
  {
    promise: "the worker never touches fragments",
    tests: "worker",
    name: "a fragment",
    ...{ file: "../service-worker.js", line: '|| headers.has("HX-Request")', broken: "" },
  },
];

const run = (file, name, sabotage) =>
  new Promise((done) => {
    const path = fileURLToPath(new URL(`${file}.test.js`, import.meta.url));
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const running = spawn(process.execPath, ["--test", "--test-name-pattern", name, path], {
      env: { ...env, SHUBBAK_SABOTAGE: JSON.stringify(sabotage) },
    });
    let said = "";
    running.stdout.on("data", (data) => {
      said += data;
    });
    running.on("close", (code) => done({ code, said }));
  });

for (const { promise, tests, name, ...sabotage } of TWINS)
  test(promise, async () => {
    const { code, said } = await run(tests, name, sabotage);
    assert.notEqual(code, 0, "the tests did not see what was broken");
    assert.ok(!said.includes("the line to break is not in"), said);
    assert.match(said, /# fail [1-9]/);
  });
