/** A whole list at once: pasted from a spreadsheet, or out of a CSV or Excel file. Loaded when somebody asks for it. */
import { word } from "../words.js";
import { sheetAnswers } from "./cells.js";
import { matchColumns } from "./columns.js";
import { button, icon, make } from "./make.js";
import { readSheet, sheetText } from "./sheet.js";

/**
 * @param {HTMLElement} box @param {any} field
 * @param {{filling: any, rows: () => any[], count: (n: number) => string, leave: () => void}} table
 */
export function openPaste(box, field, { filling, rows, count, leave }) {
  const columns = filling.heads[field.id];
  const area = /** @type {HTMLTextAreaElement} */ (
    make("textarea.text", { id: "paste", rows: "6", "aria-describedby": "paste-hint" })
  );
  const told = make("p.fault", { role: "alert", hidden: "" });
  const input = /** @type {HTMLInputElement} */ (
    make("input", { type: "file", hidden: "", accept: ".csv,.tsv,.txt,.xlsx,text/csv" })
  );
  input.addEventListener("change", loaded);
  const panel = make(
    "div.paste.panel",
    null,
    make("label.label", { for: "paste" }, word("form.paste.label")),
    make("p.small", { id: "paste-hint" }, word("form.paste.hint")),
    area,
    told,
    button("button.button.second", () => understand(readSheet(area.value)), word("form.paste.read")),
    button("button.button.second", () => input.click(), word("form.paste.file")),
    input,
    button("button.link", shut, word("form.paste.cancel")),
  );
  box.append(panel);
  leave();
  area.focus();

  function shut() {
    panel.remove();
    leave();
  }

  /** @param {string} text */
  function tell(text) {
    told.hidden = !text;
    told.textContent = text;
  }

  async function loaded() {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    const bytes = await file.arrayBuffer();
    if (!/\.xlsx$/i.test(file.name)) return understand(readSheet(sheetText(bytes)));
    const { canReadXlsx, readXlsx } = await import("./xlsx.js");
    if (!canReadXlsx()) return tell(word("form.paste.no_xlsx"));
    try {
      understand(await readXlsx(bytes));
    } catch {
      tell(word("form.paste.unreadable"));
    }
  }

  /** Asks where each column goes, its guess chosen. @param {string[][]} sheet */
  function understand(sheet) {
    if (!sheet.length) return tell(word("form.paste.empty"));
    const { headed, picks } = matchColumns(sheet[0], columns);
    const data = headed ? sheet.slice(1) : sheet;
    if (!data.length) return tell(word("form.paste.empty"));
    const total = rows().length + data.length;
    if (field.max && total > field.max)
      return tell(word("form.paste.too_many", { count: count(total), max: field.max }));
    const chooser = sheet[0].map((heading, at) => column(headed ? heading : "", at, data, picks));
    panel.replaceChildren(
      make("h2", { tabindex: "-1" }, word("form.paste.columns")),
      ...chooser,
      button("button.button.second", () => add(data, picks), word("form.paste.add", { count: count(data.length) })),
      button("button.link", shut, word("form.paste.cancel")),
    );
    panel.querySelector("h2")?.focus();
  }

  /** @param {string} heading @param {number} at @param {string[][]} data @param {(string | null)[]} picks */
  function column(heading, at, data, picks) {
    const id = `paste-${at}`;
    const option = (/** @type {string} */ value, /** @type {string} */ text) => make("option", { value }, text);
    const options = columns.map((/** @type {any} */ one) => option(one.id, one.words[0]));
    const select = /** @type {HTMLSelectElement} */ (
      make("select.select", { id }, option("", word("form.paste.none")), ...options)
    );
    select.value = picks[at] ?? "";
    select.addEventListener("change", () => {
      picks[at] = select.value || null;
    });
    const example = data.find((row) => row[at])?.[at] ?? "";
    return make(
      "div.field",
      null,
      make("label.label", { for: id }, heading || word("form.paste.column", { number: at + 1 })),
      example && make("p.hint", null, word("form.paste.example", { value: example.slice(0, 60) })),
      make("span.pick", null, select, icon("down")),
    );
  }

  /** @param {string[][]} data @param {(string | null)[]} picks */
  function add(data, picks) {
    const found = sheetAnswers(data, picks, columns);
    filling.draft.answers[field.id] = [...rows(), ...found];
    box.dataset.told = "yes";
    filling.changed();
    shut();
    const said = make(
      "p.kept",
      { role: "status", tabindex: "-1" },
      word("form.paste.added", { count: count(found.length) }),
    );
    box.querySelector("[data-rows]")?.prepend(said);
    said.focus();
  }
}
