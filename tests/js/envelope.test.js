import assert from "node:assert/strict";
import { test } from "node:test";
import { Phone } from "./browser.js";
import { stoppage } from "./people.js";
import { Server } from "./server.js";

const opened = () => new Phone(new Server()).tab();

test("canonical JSON sorts keys and leaves no room", async () => {
  const { canonical } = await opened();
  assert.equal(
    canonical({ b: [1, null, true], a_1: "é\n\u2028", a: -0 }),
    '{"a":0,"a_1":"é\\n\u2028","b":[1,null,true]}',
  );
});

test("canonical JSON carries nothing that the server could read otherwise", async () => {
  const { canonical, NotCanonical } = await opened();
  let deep = 1;
  for (let level = 0; level < 17; level++) deep = [deep];
  for (const value of [1.5, 2 ** 53, Number.NaN, { A: 1 }, { "": 1 }, "\ud800", undefined, () => 1, deep])
    assert.throws(() => canonical(value), NotCanonical);
});

test("the envelope has exactly the keys of the contract", async () => {
  const tab = await opened();
  const { envelope } = await tab.fileDraft(stoppage(tab));
  assert.deepEqual(
    Object.keys(envelope).join(" "),
    "v id device_id seq kind service service_version lang filled_at seen person for signer answers files depends_on " +
      "corrects dossier base_revision claim digest signature proof",
  );
});

test("the digest covers all but itself, the signature and the proof; the device's key signed it", async () => {
  const tab = await opened();
  const { envelope } = await tab.fileDraft(stoppage(tab));
  assert.equal(await tab.digestOf({ ...envelope, signature: "x", proof: {} }), envelope.digest);
  assert.notEqual(await tab.digestOf({ ...envelope, answers: {} }), envelope.digest);
  const { pair } = await tab.device();
  const [signature, digest] = [tab.fromBase64url(envelope.signature), tab.fromHex(envelope.digest)];
  assert.ok(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, pair.publicKey, signature, digest));
});

test("an envelope carries the last time token and the corrected time", async () => {
  const server = new Server();
  const phone = new Phone(server, { now: server.time - 3600_000 });
  const tab = await phone.tab();
  await tab.flush();
  const { envelope } = await tab.fileDraft(stoppage(tab));
  assert.equal(envelope.seen, `token-${server.time}`);
  assert.equal(Date.parse(envelope.filled_at), server.time);
});

test("a claim code is shown here and only its hash travels", async () => {
  const tab = await opened();
  const { claim_code, envelope } = await tab.fileDraft(stoppage(tab));
  assert.match(claim_code, /^[A-Z2-7]{16}$/);
  assert.equal(envelope.claim, tab.hex(await tab.sha256(claim_code)));
});

test("answers too large for an envelope are not filed, and the draft stays", async () => {
  const tab = await opened();
  const draft = stoppage(tab, "م".repeat(200_000));
  await tab.saveDraft(draft);
  await assert.rejects(tab.fileDraft(draft), tab.TooLarge);
  assert.ok(await tab.draft(draft.id));
});

test("ids are UUIDs of version 7, in the order of their making", async () => {
  const { uuid7 } = await opened();
  const ids = [0, 0, 0, 5].map((ms) => uuid7(1770829200000 + ms));
  assert.deepEqual(ids, [...ids].sort());
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a time is written with the offset of this device", async () => {
  const { stamp } = await opened();
  const here = stamp(new Date(1770829200000));
  assert.equal(Date.parse(here), 1770829200000);
  assert.match(here, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
});

test("base32 and base64url come back as they went", async () => {
  const { base32, fromBase32, base64url, fromBase64url, randomBytes } = await opened();
  for (let size = 0; size < 40; size++) {
    const bytes = randomBytes(size);
    assert.deepEqual(fromBase32(base32(bytes)), bytes);
    assert.deepEqual(fromBase64url(base64url(bytes)), bytes);
  }
  assert.throws(() => fromBase32("A1"), RangeError);
});
