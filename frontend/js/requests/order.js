/** What a card shows of a request or draft, and in which order: needs you, waiting, draft, filed. */

/**
 * @typedef {import("../outbox.js").Request} Request
 * @typedef {import("../drafts.js").Draft} Draft
 * @typedef {{kind: "draft", id: string, service: string, draft: Draft}
 *   | {kind: "attention" | "correction" | "waiting" | "held" | "filed", id: string, service: string, request: Request}} Entry
 */

const ORDER = ["attention", "correction", "waiting", "held", "draft", "filed"];
const DAY = 86400000;
/** After so many days without contact, waiting looks like "needs you". */
const LOUD = 3;

/** The oldest of those that wait comes first, elsewhere the newest.
 * @param {Request[]} requests newest first @param {Draft[]} drafts last saved first @returns {Entry[]} */
export function byUrgency(requests, drafts) {
  /** @type {Entry[]} */
  const entries = [
    ...requests.map((request) => ({ kind: kindOf(request), id: request.id, service: request.service, request })),
    ...drafts.map((draft) => ({ kind: /** @type {const} */ ("draft"), id: draft.id, service: draft.service, draft })),
  ];
  return ORDER.flatMap((kind) => {
    const these = entries.filter((entry) => entry.kind === kind);
    return kind === "waiting" ? these.reverse() : these;
  });
}

/** @param {Request} request @returns {Request["state"] | "correction"} */
const kindOf = ({ state, dossier }) => (state === "filed" && dossier?.open_fields ? "correction" : state);

/** Whole days that a request has waited. @param {string} filledAt @param {Date} now */
export const daysWaited = (filledAt, now) => Math.max(0, Math.floor((now.getTime() - Date.parse(filledAt)) / DAY));

/** Whether it has waited so long that the person should do something. @param {string} filledAt @param {Date} now */
export const isLoud = (filledAt, now) => daysWaited(filledAt, now) >= LOUD;
