import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { age, clock, day, isoDay, moment, since, size, word } from "../../frontend/js/words.js";
import { speak } from "./screen_words.js";

const at = (text) => new Date(`${text}+01:00`);
const NOW = at("2026-02-11T14:05:00");

describe("Arabic", () => {
  beforeEach(() => speak("ar"));

  test("what waits is counted in six forms", () => {
    const said = [1, 2, 3, 10, 11, 99, 100, 103].map((n) => word("sill.wait", { n }));
    assert.deepEqual(said, [
      "طلب واحد ينتظر الإرسال.",
      "طلبان ينتظران الإرسال.",
      "3 طلبات تنتظر الإرسال.",
      "10 طلبات تنتظر الإرسال.",
      "11 طلبا ينتظر الإرسال.",
      "99 طلبا ينتظر الإرسال.",
      "100 طلب ينتظر الإرسال.",
      "103 طلبات تنتظر الإرسال.",
    ]);
  });

  test("hours have two digits and months their Algerian names", () => {
    assert.equal(clock(at("2026-02-11T09:12:00")), "09:12");
    assert.equal(day(NOW, { weekday: true, year: false }), "الأربعاء 11\u00a0فيفري");
    assert.equal(since(at("2026-02-10T09:12:00"), NOW), "أمس 09:12");
    assert.equal(since(at("2026-02-08T09:12:00"), NOW), "8\u00a0فيفري، 09:12");
  });

  test("age is told in days", () => {
    assert.equal(age(at("2026-02-11T08:00:00"), NOW), "اليوم 08:00");
    assert.equal(age(at("2026-02-10T23:00:00"), NOW), "منذ أمس");
    assert.equal(age(at("2026-02-08T23:00:00"), NOW), "منذ 3 أيام");
  });
});

describe("French", () => {
  beforeEach(() => speak("fr"));

  test("hours are written with h, the first of a month with er", () => {
    assert.equal(clock(NOW), "14\u00a0h\u00a005");
    assert.equal(moment(at("2026-03-01T08:00:00")), "1er\u00a0mars 2026, 8\u00a0h\u00a000");
    assert.equal(since(at("2026-02-10T09:12:00"), NOW), "hier 9\u00a0h\u00a012");
    assert.equal(since(at("2025-12-31T09:12:00"), NOW), "le 31\u00a0décembre 2025, 9\u00a0h\u00a012");
    assert.equal(size(12_000_000), "12\u00a0Mo");
  });

  test("a day ends at midnight in Algiers, wherever the phone is", () => {
    assert.equal(isoDay(new Date("2026-02-11T22:59:59Z")), "2026-02-11");
    assert.equal(isoDay(new Date("2026-02-11T23:00:00Z")), "2026-02-12");
  });

  test("a word that the page did not bring is a fault of the page", () => {
    assert.throws(() => word("nothing.here"), /no word for nothing.here/);
  });
});
