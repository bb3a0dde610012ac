/** The draft into the page: each answer into its controls, and what each kind of question needs alive. */
import { offerDays, showDay } from "./days.js";
import { read, write } from "./fields.js";
import { tableOf } from "./table.js";

/** @typedef {ReturnType<typeof tableOf>} Table */

/**
 * @param {HTMLElement[]} boxes
 * @param {{form: any, heads: any, draft: any, now: Date, changed: () => void, errors: () => Record<string, string>}} filling
 * @param {boolean} adopt a new draft takes what was typed before the script was there
 * @returns {Map<string, Table>} the tables by field
 */
export function fillPage(boxes, filling, adopt) {
  const { form, draft, now } = filling;
  const fill = (/** @type {HTMLElement} */ box, /** @type {any} */ value) => fillBox(box, value, now);
  /** @type {Map<string, Table>} */ const tables = new Map();
  const of = (/** @type {string} */ kind) => boxes.filter((box) => box.dataset.kind === kind);
  for (const box of of("table")) {
    const fields = form.steps.flatMap((/** @type {any} */ step) => step.fields);
    const field = fields.find((/** @type {any} */ one) => one.id === box.dataset.field);
    tables.set(field.id, tableOf(box, field, { ...filling, fill }));
  }
  for (const box of boxes) {
    const path = box.dataset.field ?? "";
    if (["file", "table"].includes(box.dataset.kind ?? "") || path.includes(".")) continue;
    const typed = adopt ? read(box) : undefined;
    if (typed !== undefined) draft.answers[path] = typed;
    fill(box, draft.answers[path]);
  }
  if (of("file").length) {
    import("./photos.js").then(({ filesOf }) => {
      for (const box of of("file")) filesOf(box, filling);
    });
  }
  if (form.proposals) import("./proposing.js").then(({ propose }) => propose(form.proposals, boxes));
  return tables;
}

/** @param {HTMLElement} box @param {any} value @param {Date} now */
function fillBox(box, value, now) {
  write(box, value);
  if (!box.querySelector("[data-days]")) return;
  if (box.querySelector("[data-days][hidden]")) offerDays(box, now);
  else showDay(box, now);
}

/** A page that came by a link: what stands in its controls was typed, and not put back there by the browser. */
export const freshlyOpened = () =>
  /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType("navigation")[0])?.type ===
  "navigate";
