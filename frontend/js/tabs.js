// What the tabs and the worker share: being alone at something, and hearing of changes.

/** Dispatches `change` with `detail` {kind, id?, …}, whichever tab or worker made it. */
export const changes = new EventTarget();

const channel = new BroadcastChannel("shubbak");
channel.onmessage = (event) => tell(event.data);

/** @param {Record<string, unknown>} detail */
const tell = (detail) => changes.dispatchEvent(Object.assign(new Event("change"), { detail }));

/** @param {{kind: string, id?: string, [more: string]: unknown}} detail */
export function announce(detail) {
  tell(detail);
  channel.postMessage(detail);
}

/**
 * Runs the act while no other tab or worker runs one of this name; waits for its turn.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export const alone = (name, act) => navigator.locks.request(`shubbak:${name}`, act);

/**
 * Takes a lock and keeps it until `release()` or until the tab dies; never waits.
 * @param {string} name
 * @returns {Promise<{held: boolean, release: () => void}>}
 */
export const hold = (name) =>
  new Promise((answer, fail) => {
    navigator.locks
      .request(`shubbak:${name}`, { ifAvailable: true }, (lock) => {
        if (!lock) return answer({ held: false, release: () => {} });
        return new Promise((release) => answer({ held: true, release: () => release(undefined) }));
      })
      .catch(fail);
  });
