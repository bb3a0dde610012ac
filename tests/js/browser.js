// A browser as far as the core needs one: storage, locks, tabs, a clock that the test moves.

import "fake-indexeddb/auto";
import { register } from "node:module";
import { setImmediate } from "node:timers/promises";
import { IDBFactory } from "fake-indexeddb";
import { Locks } from "./locks.js";

register("./loading.hooks.js", import.meta.url);

class Channel extends BroadcastChannel {
  constructor(name) {
    super(name);
    this.unref();
  }
}

const MODULES =
  "bytes call canonical contact device drafts envelope manifest outbox outcomes persist receipt time tus vault world";
let tabs = 0;

/** One device: what it keeps outlives its tabs. */
export class Phone {
  constructor(server, { now = Date.parse("2026-02-11T17:00:00Z") } = {}) {
    this.server = server;
    this.clock = new Clock(now);
    globalThis.indexedDB = new IDBFactory();
    globalThis.BroadcastChannel = Channel;
    globalThis.location = new URL("http://localhost:8000/ar/requests");
    Object.defineProperty(globalThis, "navigator", { value: { locks: new Locks() }, configurable: true });
  }

  /** A tab opened on this phone: every export of the core, and its `world`. */
  async tab() {
    const id = ++tabs;
    const names = MODULES.split(" ");
    const loaded = await Promise.all(names.map((name) => import(`../../frontend/js/${name}.js?tab=${id}`)));
    const tab = Object.assign({}, ...loaded);
    Object.assign(tab.world, {
      fetch: (url, init) => this.server.fetch(url, init),
      now: () => this.clock.now,
      after: (ms, then) => this.clock.after(ms, then),
      random: () => 0.5,
    });
    return tab;
  }
}

class Clock {
  #timers = new Map();
  #next = 0;

  constructor(now) {
    this.now = now;
  }

  after(ms, then) {
    const id = this.#next++;
    this.#timers.set(id, { at: this.now + ms, then });
    return () => this.#timers.delete(id);
  }

  /** Moves on and lets what came due happen. */
  async advance(ms) {
    this.now += ms;
    for (const [id, { at, then }] of this.#timers)
      if (at <= this.now) {
        this.#timers.delete(id);
        then();
      }
    await setImmediate();
  }
}

/** Waits until it holds; fails after a second. */
export async function until(holds) {
  for (let turn = 0; turn < 2000; turn++) {
    if (await holds()) return;
    await setImmediate();
  }
  throw new Error("it never came to hold");
}

/** The disk is full for the stores named, until `free()`. */
export function fullDisk(...stores) {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...written) {
    if (stores.includes(this.name)) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, written);
  };
  return { free: () => (IDBObjectStore.prototype.put = put) };
}
