import assert from "node:assert/strict";
import { test } from "node:test";
import { fullDisk, Phone, until } from "./browser.js";
import { stoppage } from "./people.js";
import { Server } from "./server.js";

const SITE = "ورشة بناء المدرسة";

const opened = async () => {
  const phone = new Phone(new Server());
  return { phone, tab: await phone.tab() };
};

/** Everything on the disk, as text. */
async function disk() {
  const [{ name }] = await indexedDB.databases();
  const db = await new Promise((done) => {
    indexedDB.open(name).onsuccess = (event) => done(event.target.result);
  });
  const rooms = [...db.objectStoreNames].filter((room) => room !== "keys");
  const rows = rooms.map(
    (room) =>
      new Promise((done) => {
        db.transaction(room).objectStore(room).getAll().onsuccess = (event) => done(event.target.result);
      }),
  );
  const bytes = (await Promise.all(rows))
    .flat()
    .map((row) => [JSON.stringify(row), Buffer.from(row.ct).toString("latin1")]);
  db.close();
  return bytes.flat().join("\n");
}

test("a draft survives the closed browser", async () => {
  const { phone, tab } = await opened();
  const draft = stoppage(tab, SITE);
  await tab.saveDraft(draft);
  const later = await phone.tab();
  assert.deepEqual(await later.draft(draft.id), draft);
  assert.deepEqual(await later.drafts(), [draft]);
  assert.equal((await later.counts()).drafts, 1);
});

test("nothing that was typed lies open on the disk", async () => {
  const { tab } = await opened();
  const draft = stoppage(tab, SITE);
  await tab.saveDraft(draft);
  await tab.keepFile(draft.id, "photos", new Blob([SITE]), "ورشة.webp");
  await tab.fileDraft(stoppage(tab, SITE));
  const text = await disk();
  assert.ok(text.includes(draft.id), "the search does look at what is kept");
  for (const secret of [SITE, Buffer.from(SITE).toString("latin1"), "bad-weather", "webp"])
    assert.ok(!text.includes(secret));
});

test("the key cannot be taken out of the browser", async () => {
  const { tab } = await opened();
  await tab.saveDraft(stoppage(tab));
  const { key } = await tab.lockedKey("vault", () => assert.fail("it is there"));
  await assert.rejects(crypto.subtle.exportKey("raw", key));
  const { pair } = await tab.device();
  await assert.rejects(crypto.subtle.exportKey("pkcs8", pair.privateKey));
});

test("two tabs that begin at once share one key and one device", async () => {
  const { phone, tab } = await opened();
  const other = await phone.tab();
  const [one, two] = await Promise.all([tab.device(), other.device()]);
  assert.equal(one.device_id, two.device_id);
});

test("the second tab reads the draft; when the first lets go it may write", async () => {
  const { phone, tab } = await opened();
  const draft = stoppage(tab);
  const mine = await tab.holdDraft(draft.id);
  await tab.saveDraft(draft);
  const other = await phone.tab();
  assert.equal((await other.holdDraft(draft.id)).held, false);
  assert.deepEqual(await other.draft(draft.id), draft);
  await assert.rejects(other.saveDraft(draft), other.HeldElsewhere);
  mine.release();
  await new Promise(setImmediate);
  assert.equal((await other.holdDraft(draft.id)).held, true);
  await other.saveDraft(draft);
});

test("a full disk: the save says so, and what was kept before is still kept", async () => {
  const { tab } = await opened();
  const draft = stoppage(tab, "before");
  await tab.saveDraft(draft);
  const disk = fullDisk("drafts", "outbox");
  await assert.rejects(tab.saveDraft({ ...draft, answers: { site: "after" } }), { name: "StorageFull", what: "text" });
  await assert.rejects(tab.fileDraft(draft), tab.StorageFull);
  disk.free();
  assert.equal((await tab.draft(draft.id)).answers.site, "before");
  assert.deepEqual(await tab.requests(), []);
});

test("no room for a photo: the text is kept all the same", async () => {
  const { tab } = await opened();
  const draft = stoppage(tab);
  const disk = fullDisk("files");
  await assert.rejects(tab.keepFile(draft.id, "photos", new Blob(["photo"]), "a.webp"), {
    name: "StorageFull",
    what: "file",
  });
  await tab.saveDraft(draft);
  disk.free();
  assert.ok(await tab.draft(draft.id));
});

test("a file comes back as it was kept, under a plain name, with its sum", async () => {
  const { tab } = await opened();
  const entry = await tab.keepFile("d", "photos", new Blob(["photo"], { type: "image/webp" }), "C:\\x\\\u202Egpj.webp");
  assert.equal(entry.name, "gpj.webp");
  assert.equal(entry.sha256, tab.hex(await tab.sha256("photo")));
  assert.equal(await (await tab.fileBlob(entry.id, entry.type)).text(), "photo");
  await tab.removeFile(entry.id);
  assert.equal(await tab.fileBlob(entry.id), undefined);
});

test("a file above 12 MiB is turned away", async () => {
  const { tab } = await opened();
  const heavy = new Blob([new Uint8Array(12 * 1024 * 1024 + 1)]);
  await assert.rejects(tab.keepFile("d", "photos", heavy, "a.webp"), tab.FileTooLarge);
});

test("a removed draft takes its files with it, and a late save does not bring it back", async () => {
  const { tab } = await opened();
  const draft = stoppage(tab);
  draft.files.push(await tab.keepFile(draft.id, "photos", new Blob(["photo"]), "a.webp"));
  await tab.saveDraft(draft);
  await tab.removeDraft(draft.id);
  await tab.saveDraft(draft);
  assert.equal(await tab.draft(draft.id), undefined);
  assert.equal(await tab.fileBlob(draft.files[0].id), undefined);
});

test("filing moves the draft to the outbox in one step, once, however often it is pressed", async () => {
  const { phone, tab } = await opened();
  const draft = stoppage(tab);
  await tab.saveDraft(draft);
  const other = await phone.tab();
  const [one, two] = await Promise.all([tab.fileDraft(draft), other.fileDraft(draft)]);
  assert.deepEqual(one, two);
  await tab.saveDraft(draft);
  assert.deepEqual(await tab.counts(), { drafts: 0, waiting: 1, held: 0, attention: 0, filed: 0 });
});

test("a draft whose file is gone is not filed", async () => {
  const { tab } = await opened();
  const draft = stoppage(tab);
  draft.files.push(await tab.keepFile(draft.id, "photos", new Blob(["photo"]), "a.webp"));
  await tab.removeFile(draft.files[0].id);
  await assert.rejects(tab.fileDraft(draft), tab.FileGone);
});

test("a page of an older release works in a newer database", async () => {
  const { phone, tab } = await opened();
  await tab.saveDraft(stoppage(tab));
  await tab.closeVault();
  await new Promise((done) => {
    const opening = indexedDB.open("shubbak", 7);
    opening.onsuccess = () => done(opening.result.close());
  });
  assert.equal((await (await phone.tab()).drafts()).length, 1);
});

test("the database is let go for a newer release, and opened again when it is needed", async () => {
  const { tab } = await opened();
  await tab.saveDraft(stoppage(tab));
  await new Promise((done) => {
    const opening = indexedDB.open("shubbak", 2);
    opening.onsuccess = () => done(opening.result.close());
  });
  assert.equal((await tab.drafts()).length, 1);
});

test("persistent storage is asked for at the first filing, and its refusal is told", async () => {
  const { tab } = await opened();
  let asked = 0;
  navigator.storage = { persisted: async () => false, persist: async () => ++asked > 5 };
  const draft = stoppage(tab);
  await tab.saveDraft(draft);
  assert.equal(asked, 0);
  assert.equal(await tab.persistence(), "unknown");
  const told = new Promise((done) =>
    tab.changes.addEventListener("change", ({ detail }) => detail.kind === "persistence" && done(detail.answer)),
  );
  await tab.fileDraft(draft);
  assert.equal(await told, "refused");
  assert.equal(await tab.persistence(), "refused");
});

test("a draft that another tab writes is not removed under its hands", async () => {
  const phone = new Phone(new Server());
  const [writer, other] = [await phone.tab(), await phone.tab()];
  const draft = stoppage(writer);
  const lock = await writer.holdDraft(draft.id);
  await writer.saveDraft(draft);
  await assert.rejects(other.removeDraft(draft.id), other.HeldElsewhere);
  assert.ok(await other.draft(draft.id));
  lock.release();
  await until(async () => {
    const again = await other.holdDraft(draft.id);
    again.release();
    return again.held;
  });
  await other.removeDraft(draft.id);
  assert.equal(await other.draft(draft.id), undefined);
});
