import assert from "node:assert/strict";
import { test } from "node:test";
import { Phone, until } from "./browser.js";
import { captivePortal, cut, hang, lost, offline, status, twisted } from "./faults.js";
import { filed } from "./people.js";
import { newKey, Server } from "./server.js";

test("a request is filed once the server's receipt verifies", async () => {
  const { server, tab, request } = await filed();
  assert.equal(await tab.flush(), 0);
  const now = await tab.request(request.id);
  assert.equal(now.state, "filed");
  assert.equal(now.receipt.number, "CB-49-2026-000001-27");
  assert.deepEqual(server.paths(), [
    "POST /sync/devices",
    "POST /sync/push",
    "GET /sync/manifest",
    "GET /sync/pull?after=",
  ]);
});

test("nobody is there: the request waits, and says why and until when", async () => {
  const { server, phone, tab, request } = await filed();
  server.faults.push(offline);
  assert.equal(await tab.flush(), 1);
  const now = await tab.request(request.id);
  assert.deepEqual([now.state, now.tries, now.last_error], ["waiting", 1, "network"]);
  assert.ok(Date.parse(now.next_try_at) > phone.clock.now);
  assert.ok((await tab.contact()).failing_since);
});

for (const [name, fault] of Object.entries({
  captivePortal,
  "a 500": status(500),
  "a cut answer": cut,
  "a lost answer": lost,
})) {
  test(`after ${name} on the push the request still waits; the next try files it once`, async () => {
    const { server, tab, request } = await filed();
    server.faults.push(null, fault);
    await tab.flush();
    assert.equal((await tab.request(request.id)).state, "waiting");
    await tab.flush("retry");
    assert.equal((await tab.request(request.id)).state, "filed");
    assert.equal(server.stored.size, 1);
  });
}

test("a stranger's answer of the right shape is no answer", async () => {
  const { server, tab, request } = await filed();
  const { id, digest } = request.envelope;
  const outcomes = [{ id, digest, outcome: "refused", code: "answers.invalid", fields: {} }];
  const headers = { "Content-Type": "application/json" };
  server.faults.push(null, { before: () => new Response(JSON.stringify({ epoch: "hotel", outcomes }), { headers }) });
  await tab.flush();
  const now = await tab.request(request.id);
  assert.deepEqual([now.state, now.last_error], ["waiting", "foreign"]);
  await tab.flush("retry");
  assert.equal((await tab.request(request.id)).state, "filed");
});

test("a server that accepts and never answers is given up after 15 seconds", async () => {
  const { server, phone, tab, request } = await filed();
  server.faults.push(null, hang);
  const flushing = tab.flush();
  await until(() => server.calls.length === 2);
  await phone.clock.advance(14_000);
  await phone.clock.advance(3_000);
  await flushing;
  assert.equal((await tab.request(request.id)).last_error, "timeout");
});

test("503 with Retry-After: nothing is sent before, whoever asks", async () => {
  const { server, phone, tab, request } = await filed();
  server.faults.push(status(503, { "Retry-After": "120" }));
  await tab.flush();
  const calls = server.calls.length;
  await tab.flush("online");
  assert.equal(server.calls.length, calls);
  assert.ok((await tab.contact()).refused_until);
  await phone.clock.advance(121_000);
  await tab.flush("online");
  assert.equal((await tab.request(request.id)).state, "filed");
  assert.equal((await tab.contact()).refused_until, null);
});

test("an answer about another digest is no answer", async () => {
  const { server, tab, request } = await filed();
  server.faults.push(
    null,
    twisted(({ outcomes }) => void Object.assign(outcomes[0], { digest: "00".repeat(32) })),
  );
  await tab.flush();
  assert.equal((await tab.request(request.id)).state, "waiting");
});

test("answers in another order go to the requests that they name", async () => {
  const { server, tab, all } = await filed(3);
  server.judge = ({ answers }) =>
    answers.site.endsWith("1") ? { outcome: "refused", code: "answers.invalid", fields: {} } : { outcome: "applied" };
  server.faults.push(
    null,
    twisted((body) => void body.outcomes.reverse()),
  );
  await tab.flush();
  const states = await Promise.all(all.map(async ({ id }) => (await tab.request(id)).state));
  assert.deepEqual(states, ["filed", "attention", "filed"]);
});

test("an answer given twice changes nothing more", async () => {
  const { server, tab, request } = await filed();
  server.faults.push(
    null,
    twisted((body) => void body.outcomes.push(body.outcomes[0])),
  );
  await tab.flush();
  const before = await tab.request(request.id);
  await tab.flush("retry");
  assert.deepEqual(await tab.request(request.id), before);
});

test("a receipt that does not verify files nothing and drops nothing", async () => {
  const { server, tab, request } = await filed();
  const honest = server.key;
  server.key = { ...newKey("k1"), x: honest.x };
  await tab.flush();
  const doubted = await tab.request(request.id);
  assert.deepEqual([doubted.state, doubted.last_error], ["waiting", "receipt.altered"]);
  assert.deepEqual(doubted.envelope, request.envelope);
  server.key = honest;
  await tab.flush("retry");
  assert.equal((await tab.request(request.id)).state, "filed");
});

test("a receipt for another envelope files nothing", async () => {
  const { server, tab, all } = await filed(2);
  const exchange = ({ outcomes }) => {
    [outcomes[0].receipt, outcomes[1].receipt] = [outcomes[1].receipt, outcomes[0].receipt];
  };
  server.faults.push(
    null,
    twisted((body) => void exchange(body)),
  );
  await tab.flush();
  for (const { id } of all) assert.equal((await tab.request(id)).state, "waiting");
});

test("a receipt over other content files nothing, whatever its number", async () => {
  const { server, tab, request } = await filed();
  const { token } = server;
  server.token = (item, ...rest) => token.call(server, { ...item, digest: "00".repeat(32) }, ...rest);
  await tab.flush();
  assert.equal((await tab.request(request.id)).last_error, "receipt.other_content");
});

test("a server that changed its signing key is asked for the new one", async () => {
  const { server, tab, request } = await filed();
  await tab.freshManifest();
  server.key = newKey("k2");
  await tab.flush();
  assert.equal((await tab.request(request.id)).state, "filed");
});

test("a refusal asks the person, who corrects and files anew", async () => {
  const { server, tab, request } = await filed();
  const fields = { "answers.site": "field.missing" };
  server.judge = ({ corrects }) =>
    corrects ? { outcome: "applied" } : { outcome: "refused", code: "answers.invalid", fields };
  await tab.flush();
  const refused = await tab.request(request.id);
  assert.deepEqual([refused.state, refused.outcome.fields], ["attention", fields]);
  const draft = await tab.reopen(request.id);
  assert.deepEqual([draft.corrects, draft.answers], [request.id, request.answers]);
  assert.deepEqual(await tab.reopen(request.id), draft);
  const anew = await tab.fileDraft(draft);
  assert.equal(anew.envelope.corrects, request.id);
  await tab.flush();
  assert.deepEqual(
    (await tab.requests()).map(({ id, state }) => [id, state]),
    [[anew.id, "filed"]],
  );
});

test("what corrects an anonymous concern comes from the device made for it alone", async () => {
  const { server, tab } = await filed(0);
  server.judge = ({ corrects }) =>
    corrects ? { outcome: "applied" } : { outcome: "refused", code: "answers.invalid" };
  const concern = { ...tab.newDraft("ministry.concern", 1, "ar"), anonymous: true };
  await tab.saveDraft(concern);
  const refused = await tab.fileDraft(concern);
  await tab.flush();
  const anew = await tab.fileDraft(await tab.reopen(refused.id));
  assert.deepEqual([anew.device_id, anew.envelope.seq, anew.envelope.corrects], [refused.device_id, 2, refused.id]);
  assert.notEqual(anew.device_id, (await tab.device()).device_id);
});

test("a correction of what was removed meanwhile names nothing", async () => {
  const { server, tab, request } = await filed();
  server.judge = () => ({ outcome: "refused", code: "answers.invalid" });
  await tab.flush();
  const draft = await tab.reopen(request.id);
  await tab.discard(request.id);
  assert.equal((await tab.fileDraft(draft)).envelope.corrects, null);
});

test("an unknown carrier enrols and sends again", async () => {
  const { server, tab } = await filed();
  await tab.flush();
  server.devices.clear();
  const draft = tab.newDraft("cacobatph.leave-claim", 1, "fr");
  const later = await tab.fileDraft(draft);
  await tab.flush();
  assert.equal((await tab.request(later.id)).state, "filed");
  assert.equal(server.devices.size, 1);
});

test("a clock two days ahead learns the difference and signs again", async () => {
  const server = new Server();
  const phone = new Phone(server, { now: server.time + 48 * 3600_000 });
  const tab = await phone.tab();
  const request = await tab.fileDraft(tab.newDraft("cacobatph.leave-claim", 1, "fr"));
  await tab.flush();
  assert.equal(await tab.clockDifference(), -48 * 3600_000);
  const t = Number(/t=(\d+)/.exec(server.calls.at(-1).headers["Shubbak-Device"])[1]);
  assert.equal(t * 1000, server.time);
  const skewed = () => server.json({ code: "clock.skew", server_time: new Date(server.time).toISOString() }, 401);
  server.faults.push({ before: skewed });
  const answer = await tab.call("POST", "/sync/outcomes", { device: await tab.device(), json: { ids: [request.id] } });
  assert.equal(answer.status, 200);
});

test("a hundred and one requests travel in two pushes", async () => {
  const { server, tab } = await filed(101);
  await tab.flush();
  const sizes = server.calls
    .filter(({ path }) => path === "/sync/push")
    .map(({ body }) => JSON.parse(body).items.length);
  assert.deepEqual(sizes, [100, 1]);
  assert.equal((await tab.counts()).filed, 101);
});

test("a push that is too large is halved; one request too large by itself needs attention", async () => {
  const { server, tab, all } = await filed(4);
  const { push } = server;
  server.push = (body) => {
    const tooLarge = body.items.length > 1 || body.items[0].id === all[2].id;
    return tooLarge ? new Response("too large", { status: 413 }) : push.call(server, body);
  };
  await tab.flush();
  const states = await Promise.all(all.map(async ({ id }) => (await tab.request(id)).state));
  assert.deepEqual(states, ["filed", "filed", "attention", "filed"]);
});

test("one request that the server stumbles over does not hold back the others", async () => {
  const { server, tab, all } = await filed(3);
  const { push } = server;
  server.push = (body) => {
    const poisoned = body.items.some(({ id }) => id === all[1].id);
    return poisoned ? new Response("trace", { status: 500 }) : push.call(server, body);
  };
  for (let round = 0; round < 4; round++) await tab.flush("retry");
  const states = await Promise.all(all.map(async ({ id }) => (await tab.request(id)).state));
  assert.deepEqual(states, ["filed", "waiting", "filed"]);
});

for (const outcome of ["upgrade", "retry", "something new"]) {
  test(`the outcome ${outcome} keeps the request here`, async () => {
    const { server, tab, request } = await filed();
    server.judge = () => ({ outcome: "retry" });
    server.faults.push(
      null,
      twisted(({ outcomes }) => void Object.assign(outcomes[0], { outcome })),
    );
    await tab.flush();
    const now = await tab.request(request.id);
    assert.deepEqual([now.state, now.last_error], ["waiting", outcome]);
  });
}

test("what a named person must look at is held, with its date secured, until the final answer", async () => {
  const { server, phone, tab, request } = await filed();
  server.judge = () => ({ outcome: "quarantined", code: "person.not_bound" });
  assert.equal(await tab.flush(), 0);
  const held = await tab.request(request.id);
  assert.deepEqual([held.state, held.outcome.code], ["held", "person.not_bound"]);
  assert.ok(held.held_token);
  server.stored.get(request.id).verdict = { outcome: "applied" };
  await phone.clock.advance(15 * 60_000);
  await tab.flush();
  assert.equal((await tab.request(request.id)).state, "filed");
});

test("two tabs and the worker send one after the other", async () => {
  const { server, phone, tab, request } = await filed();
  const other = await phone.tab();
  await Promise.all([tab.flush("online"), other.flush("sync"), tab.flush("visible")]);
  assert.equal((await other.request(request.id)).state, "filed");
  assert.equal(server.calls.filter(({ path }) => path === "/sync/push").length, 1);
});

test("delays grow from a second to fifteen minutes, scattered over the whole", async () => {
  const { delay, world } = await new Phone(new Server()).tab();
  world.random = () => 0.999999;
  assert.ok(delay(1) <= 2_000 && delay(30) <= 15 * 60_000 && delay(30) > 14 * 60_000);
  world.random = () => 0;
  assert.equal(delay(30), 1_000);
});
