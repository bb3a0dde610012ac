/** Which section is on the page: it stands in the address, so that back, reload and a second look all work. */

/** @typedef {{draft: string | null, step: string | null}} Place */

/** "#draft=…&step=…". @param {string} hash @returns {Place} */
export function readPlace(hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  return { draft: parts.get("draft"), step: parts.get("step") };
}

/** @param {Place} place */
export function placeHash({ draft, step }) {
  const parts = new URLSearchParams();
  if (draft) parts.set("draft", draft);
  if (step) parts.set("step", step);
  return `#${parts}`;
}

/**
 * The sections these answers ask for, in order; one whose every question is hidden is skipped.
 * @param {{steps: {id: string, fields: {id: string}[]}[]}} form @param {Set<string>} seen
 */
export const sections = (form, seen) =>
  form.steps
    .filter((step) => seen.has(step.id) && step.fields.some((field) => seen.has(field.id)))
    .map((step) => step.id);

/**
 * Where "continue" leads: the next section, or, once the check page was reached, the next one with something left.
 * @param {string[]} all @param {string} now @param {Set<string>} unfinished @param {boolean} reached
 */
export function following(all, now, unfinished, reached) {
  const rest = all.slice(all.indexOf(now) + 1);
  return (reached ? rest.find((step) => unfinished.has(step)) : rest[0]) ?? "check";
}

/** The section before, or null on the first. @param {string[]} all @param {string} now */
export const previous = (all, now) => (now === "check" ? all[all.length - 1] : all[all.indexOf(now) - 1]) ?? null;

/** The id of the field a fault is about: `answers.workers.3.nss` → `workers`. @param {string} path */
export const fieldOf = (path) => path.split(".")[1] ?? "";

/**
 * The sections where something is left. @param {{steps: {id: string, fields: {id: string}[]}[]}} form
 * @param {Record<string, string>} errors @returns {Set<string>}
 */
export function unfinished(form, errors) {
  const fields = new Set(Object.keys(errors).map(fieldOf));
  return new Set(form.steps.filter((step) => step.fields.some((field) => fields.has(field.id))).map((step) => step.id));
}

/**
 * What is left in one section as [path, code], in the order of its questions; on the check page, the declaration.
 * @param {{steps: {id: string, fields: {id: string}[]}[]}} form @param {Record<string, string>} errors @param {string} name
 */
export function faultsIn(form, errors, name) {
  const fields = form.steps.find((step) => step.id === name)?.fields ?? [{ id: "declaration" }];
  const place = (/** @type {[string, string]} */ [path]) => fields.findIndex(({ id }) => id === fieldOf(path));
  return Object.entries(errors)
    .filter((fault) => place(fault) >= 0)
    .sort((one, other) => place(one) - place(other));
}
