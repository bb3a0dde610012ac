/**
 * Saving while someone types: a change is written at the latest `wait` ms after it was made, one write at a time,
 * and `flush` writes what is left at once (leaving the page, hiding it, changing section).
 * @param {() => Promise<void>} save writes the draft as it is now
 * @param {{wait?: number, timers?: {setTimeout: Function, clearTimeout: Function}, saved?: () => void, failed?: (reason: unknown) => void}} [options]
 */
export function autosave(save, { wait = 200, timers = globalThis, saved = () => {}, failed = () => {} } = {}) {
  /** @type {any} */ let timer = null;
  let dirty = false;
  /** @type {Promise<void> | null} */ let writing = null;

  // A timer is started by the first unsaved change and not pushed back by the next: somebody who never stops typing
  // is saved all the same.
  function touch() {
    dirty = true;
    if (timer === null) timer = timers.setTimeout(flush, wait);
  }

  async function write() {
    while (dirty) {
      dirty = false;
      try {
        await save();
      } catch (reason) {
        dirty = true;
        failed(reason);
        return;
      }
    }
    saved();
  }

  function flush() {
    if (timer !== null) timers.clearTimeout(timer);
    timer = null;
    if (!dirty && !writing) return Promise.resolve();
    if (!writing) {
      writing = write().finally(() => {
        writing = null;
      });
    }
    return writing;
  }

  return { touch, flush, pending: () => dirty || writing !== null };
}
