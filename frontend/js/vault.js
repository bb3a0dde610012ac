// The only door to what this device keeps. Every value is sealed (AES-256-GCM) before it reaches IndexedDB.
// Where the key comes from may change: only `sealingKey` would.

import { randomBytes, utf8 } from "./bytes.js";
import { during } from "./database.js";
import { alone } from "./tabs.js";

export { closeDatabase as closeVault } from "./database.js";

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
  const kept = await during("keys", "readonly", ({ store }) => store.get(id));
  if (kept) return kept;
  const made = { ...(await make()), id };
  return during("keys", "readwrite", async ({ store }) => {
    const first = await store.get(id);
    if (!first) await store.put(made);
    return first ?? made;
  });
}

/** @param {string} id */
export const dropKey = (id) => during("keys", "readwrite", ({ store }) => store.delete(id));

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
  const sealed = await during(room, "readonly", ({ store }) => store.get(id));
  return sealed && plain(room, sealed);
}

/** Oldest id first. One that cannot be opened stays where it is and is left out. @param {Room} room @returns {Promise<any[]>} */
export async function readAll(room) {
  const sealed = await during(room, "readonly", ({ store }) => store.getAll());
  const opened = await Promise.all(sealed.map((/** @type {Sealed} */ one) => plain(room, one).catch(() => undefined)));
  return opened.filter((one) => one !== undefined);
}

/** @param {string} id @returns {Promise<ArrayBuffer | undefined>} */
export async function readBytes(id) {
  const sealed = await during("files", "readonly", ({ store }) => store.get(id));
  return sealed && unseal("files", sealed);
}

/** The ids of the files that belong to a draft or request. @param {string} owner @returns {Promise<string[]>} */
export const filesOf = (owner) => during("files", "readonly", ({ store }) => store.index("owner").getAllKeys(owner));

/**
 * Keeps all of it or none, on the disk before it returns. A writing without value and bytes removes; one of a file
 * with an owner alone hands it to that owner.
 * @param {Writing[]} writings
 */
export async function write(writings) {
  // Sealing comes first: a transaction does not survive waiting for anything but the database.
  const sealed = await Promise.all(writings.map((one) => (one.value || one.bytes ? seal(one) : undefined)));
  const rooms = [...new Set(writings.map(({ room }) => room))];
  try {
    await during(rooms, "readwrite", (transaction) =>
      Promise.all(writings.map((one, place) => put(transaction, one, sealed[place]))),
    );
  } catch (error) {
    if (isFull(error)) throw new StorageFull(writings.some((one) => one.bytes) ? "file" : "text");
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
