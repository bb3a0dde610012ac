import assert from "node:assert/strict";
import { test } from "node:test";
import { Phone } from "./browser.js";
import { coseSign1, newKey, Server } from "./server.js";

const PAYLOAD = ["CB-49-2026-004131-27", "cacobatph.leave-claim", Buffer.alloc(16, 7), 1770829200, 1770829260, 1, null];
const key = newKey("k1");
const keys = [{ kid: "k1", kty: "OKP", crv: "Ed25519", x: key.x, from: null, to: null }];
const good = coseSign1(key, [1, ...PAYLOAD]);
const tab = await new Phone(new Server()).tab();

test("a receipt says its number, service, times and kind", async () => {
  const { valid, facts } = await tab.readToken(good, keys);
  assert.ok(valid);
  assert.deepEqual(facts, {
    number: "CB-49-2026-004131-27",
    service: "cacobatph.leave-claim",
    digest16: "07".repeat(16),
    filled_at: 1770829200,
    received_at: 1770829260,
    kind: "filed",
    valid_until: null,
  });
});

test("the same in the letters of the QR code, in either case", async () => {
  const code = tab.base32(tab.fromBase64url(good));
  assert.ok((await tab.readCode(code, keys)).valid);
  assert.ok((await tab.readCode(code.toLowerCase(), keys)).valid);
});

test("any single altered bit is seen", async () => {
  const bytes = tab.fromBase64url(good);
  for (let place = 0; place < bytes.length; place++) {
    const altered = bytes.slice();
    altered[place] ^= 1;
    assert.equal((await tab.readTokenBytes(altered, keys)).valid, false, `byte ${place}`);
  }
});

test("a key that is not known is named", async () => {
  assert.deepEqual(await tab.readToken(good, []), { valid: false, reason: "unknown_key", kid: "k1" });
});

test("a key of the right name and the wrong bytes proves nothing", async () => {
  const reading = await tab.readToken(good, [{ ...keys[0], x: newKey("k1").x }]);
  assert.deepEqual(reading, { valid: false, reason: "altered", kid: "k1" });
});

for (const [what, token] of Object.entries({
  nothing: "",
  "no base64": "%%%",
  "no token": "AAAA",
  "half a token": good.slice(0, 40),
  "a token and more": `${good}AAAA`,
  "another version": coseSign1(key, [2, ...PAYLOAD]),
  "an unknown kind": coseSign1(key, [1, ...PAYLOAD.with(5, 9)]),
  "too much": Buffer.alloc(5000, 0x81).toString("base64url"),
}))
  test(`${what} is malformed`, async () => {
    assert.equal((await tab.readToken(token, keys)).reason, "malformed");
  });

test("a browser without Ed25519 verifies with the fallback, loaded only then", async () => {
  const { importKey } = crypto.subtle;
  let loaded = 0;
  const { ed25519 } = tab.lazily;
  tab.lazily.ed25519 = () => ++loaded && ed25519();
  await tab.readToken(good, keys);
  assert.equal(loaded, 0);
  crypto.subtle.importKey = function (format, bytes, algorithm, ...rest) {
    if (algorithm === "Ed25519") return Promise.reject(new DOMException("", "NotSupportedError"));
    return importKey.call(this, format, bytes, algorithm, ...rest);
  };
  assert.ok((await tab.readToken(good, keys)).valid);
  assert.equal((await tab.readToken(coseSign1(newKey("k1"), [1, ...PAYLOAD]), keys)).reason, "altered");
  assert.equal(loaded, 2);
  crypto.subtle.importKey = importKey;
});
