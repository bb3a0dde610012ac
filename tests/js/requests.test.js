import assert from "node:assert/strict";
import { test } from "node:test";
import { after } from "../../frontend/js/moments.js";
import { byUrgency, daysWaited, isLoud } from "../../frontend/js/requests/order.js";

const request = (id, state) => ({ id, state, service: "x" });
const draft = (id) => ({ id, service: "x" });

test("needs you, waiting, held, draft, filed; who waits longest comes first among those that wait", () => {
  const newestFirst = [
    request("6", "filed"),
    request("5", "waiting"),
    request("4", "attention"),
    request("3", "held"),
    request("2", "waiting"),
  ];
  const order = byUrgency(newestFirst, [draft("1")]).map(({ id, kind }) => `${id} ${kind}`);
  assert.deepEqual(order, ["4 attention", "2 waiting", "5 waiting", "3 held", "1 draft", "6 filed"]);
});

test("waiting grows loud on the third day", () => {
  const now = new Date("2026-02-11T12:00:00Z");
  assert.equal(daysWaited("2026-02-11T11:00:00Z", now), 0);
  assert.equal(isLoud("2026-02-09T11:00:00Z", now), false);
  assert.equal(isLoud("2026-02-08T11:00:00Z", now), true);
});

test("a phone whose clock went back does not wait for negative days", () => {
  assert.equal(daysWaited("2026-03-01T00:00:00Z", new Date("2026-02-11T12:00:00Z")), 0);
});

test("time limits end where the calendar says", () => {
  const from = new Date("2026-01-31T07:00:00Z");
  assert.equal(after(from, 48, "hours").toISOString(), "2026-02-02T07:00:00.000Z");
  assert.equal(after(from, 21, "days").toISOString(), "2026-02-21T07:00:00.000Z");
  assert.equal(after(from, 1, "months").toISOString(), "2026-02-28T07:00:00.000Z");
  assert.equal(after(from, 2, "months").toISOString(), "2026-03-31T07:00:00.000Z");
});
