// The only door to what this device keeps. Every value is sealed (AES-256-GCM) before it reaches IndexedDB.
// Where the key comes from may change: only `sealingKey` would.

import { openDB } from "../vendor/idb.js";
import { randomBytes, utf8 } from "./bytes.js";
import { alone } from "./tabs.js";

const NAME = "shubbak";
const VERSION = 1;

/** @typedef {"meta" | "drafts" | "outbox" | "files"} Room */
/** @typedef {{room: Room, id: string, value?: unknown, bytes?: BufferSource, owner?: string}} Writing */
/** @typedef {{id: string, owner?: string, iv: BufferSource, ct: ArrayBuffer}} Sealed */

/** The disk is full. What was kept before is still kept; nothing of this write is. */
export class StorageFull extends Error {
  /** @param {"text" | "file"} what what could not be kept */
  constructor(what) {
    super(`no room left for this ${what}`);
    this.name = "StorageFull";
    this.what = what;
  }
}

/** @type {Promise<import("../vendor/idb.js").IDBPDatabase<any>> | undefined} */
let opened;

function database() {
  opened ??= open(VERSION)
    // A page of an older release may meet a newer database: rooms are only ever added, so it can still work in it.
    .catch((error) => (error.name === "VersionError" ? open(undefined) : Promise.reject(error)))
    .catch((error) => {
      opened = undefined;
      throw error;
    });
  return opened;
}

/** @param {number | undefined} version */
const open = (version) =>
  openDB(NAME, version, {
    upgrade(db) {
      for (const room of ["keys", "meta", "drafts", "outbox"]) db.createObjectStore(room, { keyPath: "id" });
      db.createObjectStore("files", { keyPath: "id" }).createIndex("owner", "owner");
    },
    blocking: () => closeVault(),
    terminated() {
      opened = undefined;
    },
  });

/** Lets go of the database; the next call opens it again. */
export async function closeVault() {
  const closing = opened;
  opened = undefined;
  (await closing?.catch(() => undefined))?.close();
}

/** Whether this browser can keep anything at all (some private windows cannot). */
export const vaultOpens = () =>
  crypto.subtle && navigator.locks
    ? sealingKey().then(
        () => true,
        () => false,
      )
    : Promise.resolve(false);

/**
 * A key that never leaves the browser: kept as it is, made at the first call, the same for every tab.
 * @template {object} T
 * @param {string} id
 * @param {() => Promise<T>} make
 * @returns {Promise<T>}
 */
export async function lockedKey(id, make) {
  const db = await database();
  const kept = await db.get("keys", id);
  if (kept) return kept;
  const made = { ...(await make()), id };
  const transaction = db.transaction("keys", "readwrite");
  const first = await transaction.store.get(id);
  if (!first) transaction.store.put(made);
  await transaction.done;
  return first ?? made;
}

/** @param {string} id */
export const dropKey = async (id) => (await database()).delete("keys", id);

const sealingKey = async () =>
  (
    await lockedKey("vault", async () => ({
      key: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    }))
  ).key;

/** @param {Room} room @param {string} id @param {BufferSource} iv */
const cipher = (room, id, iv) => ({ name: "AES-GCM", iv, additionalData: utf8(`${room}/${id}`) });

/** @param {Writing} writing @returns {Promise<Sealed>} */
async function seal({ room, id, owner, value, bytes = utf8(JSON.stringify(value)) }) {
  const iv = randomBytes(12);
  const ct = await crypto.subtle.encrypt(cipher(room, id, iv), await sealingKey(), bytes);
  return owner ? { id, owner, iv, ct } : { id, iv, ct };
}

/** @param {Room} room @param {Sealed} sealed */
const unseal = async (room, { id, iv, ct }) => crypto.subtle.decrypt(cipher(room, id, iv), await sealingKey(), ct);

/** @param {Room} room @param {Sealed} sealed */
const plain = async (room, sealed) => JSON.parse(new TextDecoder().decode(await unseal(room, sealed)));

/** @param {Room} room @param {string} id @returns {Promise<any>} undefined if not kept */
export async function read(room, id) {
  const sealed = await (await database()).get(room, id);
  return sealed && plain(room, sealed);
}

/** Oldest id first. One that cannot be opened stays where it is and is left out. @param {Room} room @returns {Promise<any[]>} */
export async function readAll(room) {
  const sealed = await (await database()).getAll(room);
  const opened = await Promise.all(sealed.map((one) => plain(room, one).catch(() => undefined)));
  return opened.filter((one) => one !== undefined);
}

/** @param {string} id @returns {Promise<ArrayBuffer | undefined>} */
export async function readBytes(id) {
  const sealed = await (await database()).get("files", id);
  return sealed && unseal("files", sealed);
}

/** The ids of the files that belong to a draft or request. @param {string} owner @returns {Promise<string[]>} */
export const filesOf = async (owner) => (await database()).getAllKeysFromIndex("files", "owner", owner);

/**
 * Keeps all of it or none, on the disk before it returns. A writing without value and bytes removes; one of a file
 * with an owner alone hands it to that owner.
 * @param {Writing[]} writings
 */
export async function write(writings) {
  // Sealing comes first: a transaction does not survive waiting for anything but the database.
  const sealed = await Promise.all(writings.map((one) => (one.value || one.bytes ? seal(one) : undefined)));
  const rooms = [...new Set(writings.map(({ room }) => room))];
  const transaction = (await database()).transaction(rooms, "readwrite", { durability: "strict" });
  try {
    await Promise.all([...writings.map((one, place) => put(transaction, one, sealed[place])), transaction.done]);
  } catch (error) {
    // One that failed must not leave the others behind: all or none.
    const over = transaction.done.catch(() => {});
    try {
      transaction.abort();
    } catch {
      // It is over already.
    }
    await over;
    if (isFull(error) || isFull(transaction.error))
      throw new StorageFull(writings.some((one) => one.bytes) ? "file" : "text");
    throw error;
  }
}

/** @param {any} transaction @param {Writing} writing @param {Sealed | undefined} sealed */
async function put(transaction, { room, id, owner }, sealed) {
  const store = transaction.objectStore(room);
  if (sealed) return store.put(sealed);
  if (!owner) return store.delete(id);
  const kept = await store.get(id);
  if (kept) await store.put({ ...kept, owner });
}

/** @param {any} error */
const isFull = (error) => error?.name === "QuotaExceededError";

/**
 * Reads, changes and keeps one value while nobody else changes it. Return undefined to leave it alone.
 * @param {Room} room
 * @param {string} id
 * @param {(value: any) => any} change given undefined when nothing is kept
 * @returns {Promise<any>} what is kept now
 */
export const change = (room, id, change) =>
  alone(`${room}/${id}`, async () => {
    const before = await read(room, id);
    const after = change(before);
    if (after !== undefined) await write([{ room, id, value: after }]);
    return after ?? before;
  });
