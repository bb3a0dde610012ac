/** What the server found in the request that this draft corrects: each sentence with the way to its section. */
import { read } from "../vault.js";
import { word } from "../words.js";
import { by, make } from "./make.js";
import { fieldOf, placeHash } from "./steps.js";
import { sentence } from "./values.js";

/**
 * Adds them to what is said above the form; nothing where it named no answer of this form.
 * @param {import("../drafts.js").Draft} draft @param {{code: string, steps: {id: string, fields: {id: string}[]}[]}} form
 */
export async function tellRefusal({ id, corrects }, form) {
  const refused = await read("outbox", corrects ?? "");
  const lines = Object.entries(refused?.outcome?.fields ?? {}).flatMap(([path, code]) => {
    const step = form.steps.find(({ fields }) => fields.some((field) => field.id === fieldOf(path)))?.id;
    if (!step) return [];
    const link = make("a", { href: placeHash({ draft: id, step }) }, asked(path));
    return [make("li", null, link, make("br", null), said(form.code, path, String(code)))];
  });
  if (lines.length) by("offer").append(make("ul.bullets", null, ...lines));
}

/** The question as the form asks it. @param {string} path `answers.workers.3.nss` */
function asked(path) {
  const [, field, , column] = path.split(".");
  const question = (/** @type {string} */ at) =>
    document.querySelector(`[data-field="${CSS.escape(at)}"] .says`)?.textContent?.trim();
  const names = [question(field), column && question(`${field}.0.${column}`)].filter(Boolean);
  return names.join(" · ") || word("form.check.title");
}

/** @param {string} service @param {string} path @param {string} code */
function said(service, path, code) {
  const row = path.split(".")[2];
  const text = sentence(service, path, code);
  return row === undefined ? text : word("form.row.fault", { row: Number(row) + 1, sentence: text });
}
