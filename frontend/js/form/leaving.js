/** Leaving the page, in whatever way, with what was typed on the disk. */
import { beforeReload } from "../update.js";

/** @param {{flush: () => Promise<void>, pending: () => boolean}} saving */
export function keepOnLeaving(saving) {
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest?.("a[href]");
    if (link instanceof HTMLAnchorElement && saving.pending() && isPlain(event, link)) follow(event, link);
  });
  window.addEventListener("beforeunload", () => saving.flush());
  window.addEventListener("pagehide", () => saving.flush());
  document.addEventListener("visibilitychange", () => document.hidden && saving.flush());
  beforeReload(() => saving.flush());
  // Come back to out of the browser's memory: other pages may have changed or filed the draft.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());

  /** A link is followed once the write is done: the page it opens may read the same draft.
   * @param {Event} event @param {HTMLAnchorElement} link */
  async function follow(event, link) {
    event.preventDefault();
    await saving.flush();
    location.assign(link.href);
  }
}

/** @param {MouseEvent} event @param {HTMLAnchorElement} link */
const isPlain = (event, link) =>
  !event.defaultPrevented &&
  !event.ctrlKey &&
  !event.metaKey &&
  !link.target &&
  !(link.pathname === location.pathname && link.hash);
