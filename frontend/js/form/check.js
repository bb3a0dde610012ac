/** "Check your answers": one block for each section, one way back into each. */
import { word } from "../words.js";
import { checkBlocks } from "./blocks.js";
import { nameOf, optionWords, totalOf } from "./fields.js";
import { whatNext } from "./filing.js";
import { by, fact, make, own, unseen } from "./make.js";
import { rowWord, sums, valueText } from "./values.js";

/**
 * @param {any} form @param {any} draft @param {{shown: Set<string>}} judged @param {string[]} steps
 * @param {(step: string) => string} href @param {boolean} reading another page writes: nothing can be changed here
 */
export function drawCheck(form, draft, judged, steps, href, reading) {
  const blocks = checkBlocks(form, draft, judged.shown, steps).map(({ step, rows }) => {
    const title = by(`t-${step}`).textContent;
    const change = make("a.link", { href: href(step) }, word("form.check.change"), unseen(title));
    const facts = rows.flatMap(({ field, value, files }) => lines(field, value, files));
    return make(
      "section.block",
      null,
      make("div.block-head", null, make("h2", null, title), !reading && change),
      facts.length ? make("dl.facts", null, ...facts) : make("p.small", null, word("form.check.nothing")),
    );
  });
  by("answers").replaceChildren(...blocks);
  whatNext().then((text) => {
    by("after").textContent = text;
  });
}

/** @param {any} field @param {any} value @param {any[]} files */
function lines(field, value, files) {
  const box = /** @type {HTMLElement} */ (document.querySelector(`[data-field="${field.id}"]`));
  if (field.kind === "table") {
    const label = (/** @type {string} */ id) => totalOf(/** @type {HTMLElement} */ (rowBox(box, id)));
    return [
      line(nameOf(box), word(rowWord("form.rows", field.id, "count"), { n: value.length })),
      ...sums(field, value, (id) => Boolean(label(id))).map(({ id, sum }) => line(label(id) ?? "", sum)),
    ];
  }
  if (field.kind === "file") {
    const photos = files.every(({ type }) => type.startsWith("image/"));
    return [line(nameOf(box), word(photos ? "form.photos.count" : "form.files.count", { n: files.length }))];
  }
  return [line(nameOf(box), valueText(field.kind, value, optionWords(box, value)))];
}

/** @param {HTMLElement} table @param {string} column */
const rowBox = (table, column) => {
  const sheet = /** @type {HTMLTemplateElement} */ (table.querySelector("template"));
  return sheet.content.querySelector(`[data-field$=".${column}"]`);
};

/** @param {string} name @param {string} value */
const line = (name, value) => fact(name, own(value));
