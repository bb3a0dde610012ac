import assert from "node:assert/strict";
import { test } from "node:test";

const { afterwards, goesFirst } = await import("../../frontend/js/turn.js");

/** Lets what was promised happen, and then what is timed within so many milliseconds. */
async function pass(timers, milliseconds = 1) {
  await new Promise((resolve) => setImmediate(resolve));
  timers.tick(milliseconds);
  await new Promise((resolve) => setImmediate(resolve));
}

/** What was done, in order; the rest is asked for at once. */
function told() {
  const done = [];
  afterwards(() => done.push("rest"));
  return done;
}

test("without work of its own a page does the rest at once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const done = told();
  await pass(t.mock.timers);
  assert.deepEqual(done, ["rest"]);
});

test("the rest waits for the page's own work, and is done although that fails", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let fails = () => {};
  goesFirst(
    new Promise((_, no) => {
      fails = () => no(new Error("no"));
    }),
  );
  const done = told();
  await pass(t.mock.timers);
  assert.deepEqual(done, []);
  fails();
  await pass(t.mock.timers);
  assert.deepEqual(done, ["rest"]);
});

test("work that never ends holds the rest up for five seconds only", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  goesFirst(new Promise(() => {}));
  const done = told();
  await pass(t.mock.timers, 4999);
  assert.deepEqual(done, []);
  await pass(t.mock.timers);
  await pass(t.mock.timers);
  assert.deepEqual(done, ["rest"]);
});
