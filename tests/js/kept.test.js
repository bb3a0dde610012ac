import assert from "node:assert/strict";
import { test } from "node:test";
import { Phone } from "./browser.js";
import { status } from "./faults.js";
import { filed, stoppage } from "./people.js";
import { Server } from "./server.js";

const DAY = 24 * 3600_000;

/** Days go by, for the phone and for the server. */
async function pass(days, { server, phone }) {
  server.time += days * DAY;
  await phone.clock.advance(days * DAY);
}

test("the sealed copy is kept until a backup holds it and seven days have gone", async () => {
  const journey = await filed();
  const { server, tab, request } = journey;
  await tab.flush();
  await pass(8, journey);
  await tab.flush();
  assert.ok((await tab.request(request.id)).envelope, "no backup holds it yet");
  server.durable = 1;
  await pass(1, journey);
  await tab.flush();
  const now = await tab.request(request.id);
  assert.deepEqual([now.state, now.envelope, now.answers, now.files], ["filed", null, null, null]);
  assert.equal(now.receipt.number, "CB-49-2026-000001-27");
});

test("a backup alone is not enough: seven days must have gone", async () => {
  const journey = await filed();
  journey.server.durable = 5;
  await journey.tab.flush();
  await pass(6, journey);
  await journey.tab.flush();
  assert.ok((await journey.tab.request(journey.request.id)).envelope);
});

test("a server restored from a backup is offered what it lost, with the receipt it gave", async () => {
  const { server, tab, all } = await filed(3);
  await tab.flush();
  const before = await tab.request(all[2].id);
  server.epoch = "second";
  server.restoredTo = 2;
  server.stored.delete(all[2].id);
  server.calls.length = 0;
  const later = await tab.fileDraft(stoppage(tab));
  await tab.flush();
  const pushed = server.calls.filter(({ path }) => path === "/sync/push").map(({ body }) => JSON.parse(body).items);
  assert.equal(pushed[0][0].id, later.id);
  assert.deepEqual(pushed[1], [{ item: all[2].envelope, receipt: before.receipt.token }]);
  const now = await tab.request(all[2].id);
  assert.deepEqual([now.state, now.epoch, now.reoffer, now.filed_at], ["filed", "second", false, before.filed_at]);
});

test("what a restored server has lost is not forgotten here, however far its new backup reaches", async () => {
  const journey = await filed();
  const { server, tab, request } = journey;
  await tab.flush();
  server.epoch = "second";
  server.restoredTo = 0;
  server.durable = 1000;
  server.push = () => new Response("", { status: 500 });
  await pass(30, journey);
  await tab.flush();
  const now = await tab.request(request.id);
  assert.deepEqual([now.reoffer, now.envelope], [true, request.envelope]);
});

test("what the server held and does not know any more is offered again", async () => {
  const { server, tab, request } = await filed();
  server.judge = () => ({ outcome: "quarantined", code: "service.closed" });
  await tab.flush();
  server.stored.clear();
  server.judge = () => ({ outcome: "applied" });
  await tab.flush("online");
  assert.equal((await tab.request(request.id)).state, "filed");
  assert.ok(JSON.parse(server.calls.filter(({ path }) => path === "/sync/push").at(-1).body).items[0].receipt);
});

test("news of filed requests comes once each, and goes on where it was cut", async () => {
  const { server, phone, tab, request } = await filed();
  await tab.flush();
  for (const [place, state] of ["taken_up", "awaiting_piece", "decided"].entries())
    server.changes.push({
      position: 10 + place,
      dossier: { envelope: request.id, number: "n", state, revision: place + 2 },
    });
  await phone.clock.advance(61_000);
  server.calls.length = 0;
  server.faults.push(null, status(500));
  await tab.flush();
  assert.equal((await tab.request(request.id)).dossier.state, "awaiting_piece");
  await tab.flush("online");
  assert.equal((await tab.request(request.id)).dossier.state, "decided");
  assert.deepEqual(
    server.paths().filter((path) => path.includes("pull")),
    ["GET /sync/pull?after=0", "GET /sync/pull?after=2", "GET /sync/pull?after=2", "GET /sync/pull?after=3"],
  );
});

test("a cursor of another epoch begins anew, and nothing older overwrites", async () => {
  const { server, tab, request } = await filed();
  const news = (position, state) => ({ position, dossier: { envelope: request.id, number: "n", state } });
  await tab.flush();
  server.changes.push(news(10, "taken_up"), news(11, "decided"));
  await tab.flush("online");
  server.changes = [news(10, "taken_up")];
  await tab.flush("online");
  await tab.flush("online");
  assert.equal((await tab.request(request.id)).dossier.state, "decided");
});

test("an anonymous request has a device of its own and never travels beside another", async () => {
  const server = new Server();
  const phone = new Phone(server);
  const tab = await phone.tab();
  const named = await tab.fileDraft(stoppage(tab));
  const concern = Object.assign(tab.newDraft("ministry.concern", 1, "ar"), { anonymous: true });
  await tab.saveDraft(concern);
  const hidden = await tab.fileDraft(concern);
  assert.notEqual(hidden.device_id, named.device_id);
  assert.equal(hidden.envelope.seq, 1);
  await tab.flush();
  assert.deepEqual(
    (await tab.requests()).map(({ state }) => state),
    ["filed", "filed"],
  );
  const pushes = server.calls.filter(({ path }) => path === "/sync/push").map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    pushes.map(({ carrier, items }) => [carrier, items[0].device_id, items.length]),
    [
      [named.device_id, named.device_id, 1],
      [hidden.device_id, hidden.device_id, 1],
    ],
  );
});

test("each of two requests filed by a device has the next number of its row", async () => {
  const { all } = await filed(3);
  assert.deepEqual(
    all.map(({ envelope }) => envelope.seq),
    [1, 2, 3],
  );
});

test("without anything to send, a page only makes sure now and then that the server is there", async () => {
  const server = new Server();
  const phone = new Phone(server);
  const tab = await phone.tab();
  await tab.flush();
  await tab.flush();
  assert.deepEqual(server.paths(), ["GET /sync/manifest"]);
  assert.ok((await tab.contact()).last);
});

test("a request that needs attention goes only when the person says so", async () => {
  const { server, tab, request } = await filed();
  server.judge = () => ({ outcome: "refused", code: "double", fields: {} });
  await tab.discard(request.id);
  await tab.flush();
  assert.equal((await tab.counts()).attention, 1);
  await tab.discard(request.id);
  assert.deepEqual(await tab.requests(), []);
});

test("a restored server that forgot the device meets it anew, and hears what it lost", async () => {
  const { server, phone, tab, request } = await filed();
  await tab.flush();
  server.devices.clear();
  server.stored.clear();
  Object.assign(server, { epoch: "second", restoredTo: 0, changes: [] });
  server.pull = (after) =>
    after === ""
      ? server.json({ cursor: "b", reset: false, changes: [] })
      : server.json({ cursor: "b", reset: true, changes: [] });
  await phone.clock.advance(61_000);
  await tab.flush();
  assert.ok(server.devices.has(request.device_id));
  assert.equal((await tab.request(request.id)).epoch, "second");
});

test("one that cannot be opened does not hide the others", async () => {
  const { tab, all } = await filed(2);
  const db = await new Promise((done) => {
    indexedDB.open("shubbak").onsuccess = ({ target }) => done(target.result);
  });
  const store = db.transaction("outbox", "readwrite").objectStore("outbox");
  await new Promise((done) => {
    store.put({ id: all[0].id, iv: new Uint8Array(12), ct: new ArrayBuffer(40) }).onsuccess = done;
  });
  db.close();
  assert.deepEqual(
    (await tab.requests()).map(({ id }) => id),
    [all[1].id],
  );
});
