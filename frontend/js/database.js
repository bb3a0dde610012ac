// The database itself: opened when first wanted, one transaction at a time, none left behind by a page that is gone.

import { openDB } from "../vendor/idb.js";

const NAME = "shubbak";
const VERSION = 1;

/** @typedef {import("../vendor/idb.js").IDBPDatabase<any>} Database */

/** @type {Promise<Database> | undefined} */
let opened;
/** @type {Promise<void> | undefined} until a page that was left is shown again */
let away;
let back = () => {};
/** @type {Set<{abort: () => void}>} */
const running = new Set();

async function database() {
  await away;
  opened ??= open(VERSION)
    // A page of an older release may meet a newer database: rooms are only ever added, so it can still work in it.
    .catch((error) => (error.name === "VersionError" ? open(undefined) : Promise.reject(error)))
    .catch((error) => {
      opened = undefined;
      throw error;
    });
  return opened;
}

/** @param {number | undefined} version @returns {Promise<Database>} */
const open = (version) =>
  openDB(NAME, version, {
    upgrade(db) {
      for (const room of ["keys", "meta", "drafts", "outbox"]) db.createObjectStore(room, { keyPath: "id" });
      db.createObjectStore("files", { keyPath: "id" }).createIndex("owner", "owner");
    },
    blocking: () => closeDatabase(),
    terminated() {
      opened = undefined;
    },
  });

/** Lets go of the database; the next call opens it again. */
export async function closeDatabase() {
  const closing = opened;
  opened = undefined;
  (await closing?.catch(() => undefined))?.close();
}

/**
 * One transaction: all that `act` does in it or, when it fails, none. On the disk before this returns.
 * `act` may be called twice and waits for nothing but its own requests.
 * @param {string | string[]} rooms
 * @param {"readonly" | "readwrite"} mode
 * @param {(transaction: any) => Promise<any>} act
 * @returns {Promise<any>} what `act` gave
 */
export async function during(rooms, mode, act) {
  const db = await database();
  if (away) return during(rooms, mode, act);
  const transaction = db.transaction(rooms, mode, { durability: "strict" });
  running.add(transaction);
  try {
    const [found] = await Promise.all([act(transaction), transaction.done]);
    return found;
  } catch (error) {
    await undo(transaction);
    if (away) return during(rooms, mode, act);
    throw transaction.error ?? error;
  } finally {
    running.delete(transaction);
  }
}

/** @param {any} transaction */
async function undo(transaction) {
  const over = transaction.done.catch(() => {});
  abort(transaction);
  await over;
}

/** @param {{abort: () => void}} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
}

// A page that is left may lie frozen in memory, for "back". WebKit freezes its unfinished transactions with it, and
// every later write of the whole site would wait for them without end. What is undone here is done when it is back.
globalThis.addEventListener?.("pagehide", () => {
  away ??= new Promise((shown) => {
    back = shown;
  });
  for (const transaction of running) abort(transaction);
  closeDatabase();
});
globalThis.addEventListener?.("pageshow", () => {
  away = undefined;
  back();
});
