import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { Phone } from "./browser.js";
import { lost, offline, status } from "./faults.js";
import { stoppage } from "./people.js";
import { Server } from "./server.js";

const PIECE = 256 * 1024;
const PHOTO = new Uint8Array(600_000).map((_, place) => place % 251);

/** A request with a photo, of which the server wants the bytes. */
async function withPhoto(...photos) {
  const server = new Server();
  server.judge = ({ files }) => ({ outcome: "need_files", missing: files.map(({ sha256 }) => sha256) });
  const phone = new Phone(server);
  const tab = await phone.tab();
  const draft = stoppage(tab);
  for (const photo of photos.length ? photos : [PHOTO])
    draft.files.push(await tab.keepFile(draft.id, "photos", new Blob([photo], { type: "image/webp" }), "photo.webp"));
  await tab.saveDraft(draft);
  return { server, phone, tab, request: await tab.fileDraft(draft) };
}

const pieces = ({ calls }) =>
  calls.filter(({ method }) => method === "PATCH").map(({ headers }) => headers["Upload-Offset"]);
const whole = ({ uploads }) =>
  [...uploads.values()].map(({ bytes }) => createHash("sha256").update(bytes).digest("hex"));

test("the envelope goes first, then the photo in pieces, then the receipt is there", async () => {
  const { server, tab, request } = await withPhoto();
  assert.equal(await tab.flush(), 0);
  assert.equal((await tab.request(request.id)).state, "filed");
  assert.deepEqual(server.paths().slice(0, 8), [
    "POST /sync/devices",
    "POST /sync/push",
    "GET /sync/manifest",
    "POST /sync/files",
    "PATCH /sync/files/upload-1",
    "PATCH /sync/files/upload-1",
    "PATCH /sync/files/upload-1",
    "POST /sync/outcomes",
  ]);
  assert.deepEqual(pieces(server), ["0", String(PIECE), String(2 * PIECE)]);
  assert.deepEqual(whole(server), [request.files[0].sha256]);
});

test("a photo cut on the way is secured as held, and goes on where the server says", async () => {
  const { server, phone, tab, request } = await withPhoto();
  server.faults.push(null, null, null, null, null, offline);
  assert.equal(await tab.flush(), 1);
  const held = await tab.request(request.id);
  assert.deepEqual([held.state, held.last_error], ["held", "network"]);
  const later = await phone.tab();
  await later.flush("online");
  assert.deepEqual(pieces(server), ["0", String(PIECE), String(PIECE), String(2 * PIECE)]);
  assert.deepEqual(whole(server), [request.files[0].sha256]);
  assert.equal((await later.request(request.id)).state, "filed");
});

test("a piece that arrived although its answer was lost is not sent twice", async () => {
  const { server, tab, request } = await withPhoto();
  server.faults.push(null, null, null, null, lost);
  await tab.flush();
  await tab.flush("online");
  assert.deepEqual(pieces(server), ["0", String(PIECE), String(2 * PIECE)]);
  assert.equal((await tab.request(request.id)).state, "filed");
});

test("an upload that the server forgot begins anew", async () => {
  const { server, tab, request } = await withPhoto();
  server.faults.push(null, null, null, null, null, offline);
  await tab.flush();
  server.uploads.clear();
  await tab.flush("online");
  assert.equal((await tab.request(request.id)).state, "filed");
});

test("no photo goes to another place than the server's for files", async () => {
  const { server, tab, request } = await withPhoto();
  const headers = { ...server.headers(), "Tus-Resumable": "1.0.0", Location: "https://example.org/steal" };
  server.faults.push(null, null, null, { before: () => new Response(null, { status: 201, headers }) });
  await tab.flush();
  assert.equal((await tab.request(request.id)).state, "held");
  assert.ok(server.calls.every(({ path }) => path.startsWith("/sync/")));
});

test("two photos: one that the server stumbles over does not hold back the other", async () => {
  const { server, tab, request } = await withPhoto(new Uint8Array([1]), new Uint8Array([2]));
  server.faults.push(null, null, null, status(500));
  await tab.flush();
  assert.equal(server.uploads.size, 1);
  await tab.flush("online");
  assert.equal((await tab.request(request.id)).state, "filed");
});

test("a refused request is opened again with its photos, and they go with the new one", async () => {
  const { server, tab, request } = await withPhoto();
  server.judge = ({ corrects, files }) =>
    corrects
      ? { outcome: "need_files", missing: files.map(({ sha256 }) => sha256) }
      : { outcome: "refused", code: "answers.invalid", fields: {} };
  await tab.flush();
  const draft = await tab.reopen(request.id);
  const anew = await tab.fileDraft(draft);
  await tab.flush();
  assert.equal((await tab.request(anew.id)).state, "filed");
  assert.deepEqual(whole(server), [request.files[0].sha256]);
});

test("the photos of a refused request come back to it when its correction is thrown away", async () => {
  const { server, tab, request } = await withPhoto();
  server.judge = ({ corrects, files }) =>
    corrects
      ? { outcome: "need_files", missing: files.map(({ sha256 }) => sha256) }
      : { outcome: "refused", code: "answers.invalid", fields: {} };
  await tab.flush();
  const thrownAway = await tab.reopen(request.id);
  const added = await tab.keepFile(thrownAway.id, "photos", new Blob([new Uint8Array([7])]), "added.webp");
  await tab.removeDraft(thrownAway.id);
  assert.equal(await tab.fileBlob(added.id), undefined);
  const anew = await tab.fileDraft(await tab.reopen(request.id));
  await tab.flush();
  assert.equal((await tab.request(anew.id)).state, "filed");
  assert.deepEqual(whole(server), [request.files[0].sha256]);
});

test("how far a photo has come is told", async () => {
  const { tab } = await withPhoto();
  const told = [];
  tab.changes.addEventListener("change", ({ detail }) => detail.kind === "upload" && told.push(detail.sent));
  await tab.flush();
  assert.deepEqual(told, [0, PIECE, 2 * PIECE, 600_000]);
});
