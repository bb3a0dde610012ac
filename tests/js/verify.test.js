import assert from "node:assert/strict";
import { test } from "node:test";
import { Phone } from "./browser.js";
import { captivePortal, offline, status } from "./faults.js";
import { coseSign1, newKey, Server } from "./server.js";

const PAYLOAD = [
  1,
  "CB-49-2026-004131-48",
  "cacobatph.leave-claim",
  Buffer.alloc(16, 7),
  1770829200,
  1770829260,
  1,
  null,
];
let tabs = 0;

/** Somebody holds a phone and a receipt. @param {(server: Server) => {kid: string}} [signedBy] */
async function held(signedBy = (server) => server.key) {
  const server = new Server();
  const tab = await new Phone(server).tab();
  const judge = await import(`../../frontend/js/verify/judge.js?tab=${++tabs}`);
  const code = tab.base32(tab.fromBase64url(coseSign1(signedBy(server), PAYLOAD)));
  return { server, tab, judge, code };
}

test("the code is found in whatever people paste, and in a PDF", async () => {
  const { judge, code } = await held();
  const url = `HTTPS://SHUBBAK.DZ/V/${code}`;
  for (const text of [url, url.toLowerCase(), ` ${url.slice(0, 60)}\n${url.slice(60)} `, code, `%PDF-1.7 (${url}) Tj`])
    assert.equal(judge.codeIn(text), code);
  for (const text of ["", "CB-49-2026-004131-48", "https://shubbak.dz/V/", "/V/1111"])
    assert.equal(judge.codeIn(text), "");
});

test("a phone that was here before verifies without contact", async () => {
  const { server, tab, judge, code } = await held();
  await tab.freshManifest();
  server.faults = Array(5).fill(offline);
  const read = await judge.reading(code);
  assert.ok(read.valid);
  assert.equal(read.facts.number, "CB-49-2026-004131-48");
  assert.equal(await judge.standing(code), undefined);
});

test("a phone that never was asks for the keys", async () => {
  const { server, judge, code } = await held();
  assert.ok((await judge.reading(code)).valid);
  assert.deepEqual(server.paths(), ["GET /sync/manifest"]);
});

test("without keys and contact there is no verdict, and a key nobody has stays unknown", async () => {
  const cut = await held();
  cut.server.faults = Array(5).fill(offline);
  assert.deepEqual(await cut.judge.reading(cut.code), { valid: false, reason: "unknown_key", kid: "k1" });
  const foreign = await held(() => newKey("another"));
  assert.deepEqual(await foreign.judge.reading(foreign.code), { valid: false, reason: "unknown_key", kid: "another" });
});

test("what became of a receipt is what the server says, and nothing else", async () => {
  const { server, judge, code } = await held();
  const says = (body) => ({ before: () => new Response(JSON.stringify(body)) });
  const withdrawn = { reading: "valid", standing: "withdrawn", document: null };
  server.faults = [
    says(withdrawn),
    says({ reading: "altered", standing: "unknown" }),
    captivePortal,
    status(503),
    offline,
  ];
  assert.deepEqual(await judge.standing(code, "ab".repeat(32)), withdrawn);
  assert.deepEqual(JSON.parse(server.calls[0].body), { code, sha256: "ab".repeat(32) });
  for (let silent = 0; silent < 4; silent++) assert.equal(await judge.standing(code), undefined);
});
