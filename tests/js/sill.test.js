import assert from "node:assert/strict";
import { test } from "node:test";
import { Phone } from "./browser.js";
import { speak } from "./screen_words.js";

new Phone(undefined);
const { line } = await import("../../frontend/js/sill.js");
const { word } = await import("../../frontend/js/words.js");

const now = new Date("2026-02-11T14:10:00+01:00");
const [five, nine] = ["2026-02-11T14:05:00+01:00", "2026-02-11T09:12:00+01:00"];
const heard = { last: five, failing_since: null, refused_until: null };
const cut = { last: nine, failing_since: five, refused_until: null };
const never = { last: null, failing_since: five, refused_until: null };
const refusing = { ...heard, refused_until: "2026-02-11T14:20:00+01:00" };
const reading = { typing: false, now };

function said(lang, known, waiting, here = reading) {
  speak(lang);
  const { sentences } = line(known, waiting, here);
  return sentences
    .map(([key, values]) => word(key, values))
    .join(" ")
    .replace(/\u00a0/g, " ");
}

test("contact, nothing waits", () => {
  assert.equal(said("ar", heard, 0), "آخر اتصال: 14:05. لا شيء ينتظر الإرسال.");
  assert.equal(said("fr", heard, 0), "Dernier contact : 14 h 05. Rien n’attend l’envoi.");
  assert.equal(line(heard, 0, reading).icon, "mast");
});

test("contact, two wait", () => {
  assert.equal(said("ar", heard, 2), "آخر اتصال: 14:05. طلبان ينتظران الإرسال.");
  assert.equal(said("fr", heard, 2), "Dernier contact : 14 h 05. 2 demandes attendent l’envoi.");
});

test("no contact", () => {
  assert.equal(said("ar", cut, 1), "لا اتصال منذ 09:12. طلب واحد ينتظر الإرسال.");
  assert.equal(said("fr", cut, 1), "Pas de contact depuis 9 h 12. 1 demande attend l’envoi.");
  assert.equal(line(cut, 1, reading).icon, "mast-cut");
});

test("no contact, while typing", () => {
  const here = { typing: true, now };
  assert.equal(said("ar", cut, 1, here), "لا اتصال منذ 09:12. واصل: كل شيء محفوظ هنا.");
  assert.equal(said("fr", cut, 1, here), "Pas de contact depuis 9 h 12. Continuez : tout est gardé ici.");
});

test("never any contact", () => {
  assert.equal(said("ar", never, 1), "لم نصل إلى الخادم بعد. طلبك محفوظ على هذا الهاتف.");
  assert.equal(said("fr", never, 1), "Serveur jamais joint. Votre demande est gardée sur ce téléphone.");
});

test("the server refuses for now", () => {
  assert.equal(said("ar", refusing, 2), "الخادم لا يستقبل الآن. طلبان محفوظان هنا، نعيد على 14:20.");
  assert.equal(
    said("fr", refusing, 2),
    "Le serveur ne reçoit pas pour l’instant. 2 demandes gardées ici, nouvel essai à 14 h 20.",
  );
  assert.equal(line(refusing, 2, reading).icon, "pause");
});

test("a nearly full memory comes before everything and alone takes the warning colour", () => {
  const here = { ...reading, left: 12_000_000 };
  const text = "ذاكرة الهاتف تكاد تمتلئ: بقي 12 ميغابايت. النص محفوظ، وقد لا تتسع لصور جديدة.";
  assert.equal(said("ar", refusing, 2, here), text);
  assert.equal(line(refusing, 2, here).tone, "full");
  for (const known of [heard, cut, never, refusing]) assert.equal(line(known, 1, reading).tone, "");
});

test("yesterday and earlier are named", () => {
  const old = { ...cut, last: "2026-02-10T09:12:00+01:00" };
  assert.equal(said("fr", old, 0), "Pas de contact depuis hier 9 h 12. Rien n’attend l’envoi.");
  const older = { ...cut, last: "2026-02-08T09:12:00+01:00" };
  assert.equal(said("fr", older, 0), "Pas de contact depuis le 8 février, 9 h 12. Rien n’attend l’envoi.");
});
