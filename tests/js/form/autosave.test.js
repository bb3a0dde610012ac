import assert from "node:assert/strict";
import test from "node:test";
import { autosave } from "../../../frontend/js/form/autosave.js";

function clock() {
  let now = 0;
  let next = 1;
  const due = new Map();
  return {
    setTimeout(act, wait) {
      due.set(next, { act, at: now + wait });
      return next++;
    },
    clearTimeout: (id) => due.delete(id),
    async pass(ms) {
      now += ms;
      for (const [id, { act, at }] of [...due]) {
        if (at <= now && due.delete(id)) await act();
      }
    },
  };
}

test("typing is written 200 ms after the first unsaved key, also when the typing never stops", async () => {
  const timers = clock();
  let writes = 0;
  const saving = autosave(async () => void (writes += 1), { timers });
  for (let key = 0; key < 10; key += 1) {
    saving.touch();
    await timers.pass(50);
  }
  assert.equal(writes, 2);
});

test("leaving the page writes at once and leaves no timer behind", async () => {
  const timers = clock();
  let writes = 0;
  const saving = autosave(async () => void (writes += 1), { timers });
  saving.touch();
  await saving.flush();
  assert.equal(writes, 1);
  await timers.pass(1000);
  assert.equal(writes, 1);
  assert.equal(saving.pending(), false);
});

test("nothing changed: nothing is written", async () => {
  let writes = 0;
  await autosave(async () => void (writes += 1), { timers: clock() }).flush();
  assert.equal(writes, 0);
});

test("a change made while a write is under way is written after it, never beside it", async () => {
  const timers = clock();
  const written = [];
  let text = "a";
  let release;
  const saving = autosave(
    async () => {
      const now = text;
      await new Promise((done) => (release = done));
      written.push(now);
    },
    { timers },
  );
  saving.touch();
  const first = saving.flush();
  text = "ab";
  saving.touch();
  const second = saving.flush();
  release();
  await new Promise(setImmediate);
  release();
  await Promise.all([first, second]);
  assert.deepEqual(written, ["a", "ab"]);
});

test("a full disk is told, the change stays unsaved and the next touch tries again", async () => {
  const timers = clock();
  let full = true;
  const told = [];
  let kept = 0;
  const saving = autosave(
    async () => {
      if (full) throw new Error("full");
    },
    {
      timers,
      failed: (reason) => told.push(reason.message),
      saved: () => (kept += 1),
    },
  );
  saving.touch();
  await saving.flush();
  assert.deepEqual(told, ["full"]);
  assert.equal(kept, 0);
  assert.equal(saving.pending(), true);
  full = false;
  saving.touch();
  await timers.pass(200);
  assert.equal(kept, 1);
  assert.equal(saving.pending(), false);
});
