/** The row of windows: one for each section; a section already passed is a link. */
import { word } from "../words.js";
import { by, icon, make } from "./make.js";

/**
 * @param {string[]} all @param {string} now @param {(step: string) => string} href @param {string[]} done sections passed
 */
export function drawWindows(all, now, href, done) {
  const row = by("windows");
  row.className = "windows";
  row.hidden = now === "check" || all.length < 2;
  if (row.hidden) return;
  const panes = all.map((step, at) => {
    const number = String(at + 1);
    if (step === now) return make("span.pane.now", { "aria-current": "step" }, number);
    if (!done.includes(step)) return make("span.pane", null, number);
    const name = word("form.section.again", { number });
    return make("a.pane.done", { href: href(step), "aria-label": name }, icon("check"));
  });
  const where = make("p.where", null, word("form.section", { number: all.indexOf(now) + 1, count: all.length }));
  row.replaceChildren(...panes, where);
}
