/** A table of rows (workers): a list to read, one row at a time to type. */
import { word } from "../words.js";
import { enter, mark } from "./faults.js";
import { nameOf, optionWords, totalOf } from "./fields.js";
import { button, fact, icon, make, own, unseen } from "./make.js";
import { rowWord, sentence, sums, valueText } from "./values.js";

const SHOWN = 25;

/**
 * @param {HTMLElement} box @param {any} field
 * @param {{form: any, heads: any, draft: any, changed: () => void, errors: () => Record<string, string>, fill: (box: HTMLElement, value: any) => void}} filling
 */
export function tableOf(box, field, filling) {
  const { form, draft, changed, errors, fill } = filling;
  const say = (/** @type {string} */ what) => word(rowWord("form.row", field.id, what));
  const count = (/** @type {number} */ n) => word(rowWord("form.rows", field.id, "count"), { n });
  const sheet = document.createElement("template");
  const blanks = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[data-row]")]);
  sheet.content.append(blanks[0]);
  for (const blank of blanks.slice(1)) blank.remove();
  const list = /** @type {HTMLElement} */ (box.querySelector("[data-rows]"));
  const add = /** @type {HTMLElement} */ (box.querySelector("[data-add]"));
  const paste = /** @type {HTMLElement} */ (box.querySelector("[data-paste]"));
  box.append(sheet);
  list.hidden = false;
  add.addEventListener("click", () => open(rows().length));
  paste.addEventListener("click", async () =>
    (await import("./paste.js")).openPaste(box, field, { filling, rows, count, leave: leavePaste }),
  );

  /** @type {HTMLElement | null} */ let editor = null;
  let all = false;
  const rows = () => draft.answers[field.id] ?? [];
  const columnBox = (/** @type {string} */ id) =>
    /** @type {HTMLElement} */ (sheet.content.querySelector(`[data-field="${field.id}.0.${id}"]`));

  function buttons() {
    const busy = editor !== null || box.querySelector(".paste") !== null;
    list.hidden = busy;
    add.hidden = busy;
    paste.hidden = busy;
  }

  function leavePaste() {
    draw();
    paste.focus();
  }

  /** @param {number} at */
  function open(at) {
    close();
    if (at >= rows().length) {
      if (field.max && rows().length >= field.max) return mark(box, word("form.rows.full", { max: field.max }));
      draft.answers[field.id] = [...rows(), {}];
    }
    editor = /** @type {HTMLElement} */ (sheet.content.firstElementChild?.cloneNode(true));
    renumber(editor, field.id, at);
    box.insertBefore(editor, list);
    for (const column of field.columns) {
      const question = /** @type {HTMLElement} */ (
        editor.querySelector(`[data-field="${field.id}.${at}.${column.id}"]`)
      );
      fill(question, rows()[at][column.id]);
      tell(question, at, column.id);
    }
    const done = button("button.button.second", () => finish(at), say("save"));
    const drop = button("button.link", () => remove(at), say("remove"));
    editor.append(make("div.acts", null, done, drop));
    /** @type {HTMLElement} */ (editor.querySelector("[data-number]")).textContent = number(at);
    buttons();
    changed();
    enter(editor);
  }

  /** The sentence of a fault that was already told is at its question when the row is opened. @param {HTMLElement} question @param {number} at @param {string} column */
  function tell(question, at, column) {
    const path = `answers.${field.id}.${at}.${column}`;
    const filled = Object.keys(rows()[at]).length > 0;
    if (filled && path in errors()) mark(question, sentence(form.code, path, errors()[path]));
  }

  /** @param {number} at */
  function finish(at) {
    changed();
    const faulty = field.columns.filter(
      (/** @type {any} */ column) => `answers.${field.id}.${at}.${column.id}` in errors(),
    );
    for (const column of field.columns) {
      const question = /** @type {HTMLElement} */ (box.querySelector(`[data-field="${field.id}.${at}.${column.id}"]`));
      const path = `answers.${field.id}.${at}.${column.id}`;
      mark(question, faulty.includes(column) ? sentence(form.code, path, errors()[path]) : "");
    }
    if (faulty.length && rows()[at] && Object.keys(rows()[at]).length) {
      return enter(/** @type {HTMLElement} */ (box.querySelector(`[data-field="${field.id}.${at}.${faulty[0].id}"]`)));
    }
    close();
    draw();
    add.focus();
  }

  /** Closes the row being typed; one where nothing was typed is no row. */
  function close() {
    if (!editor) return;
    editor.remove();
    editor = null;
    draft.answers[field.id] = rows().filter((/** @type {any} */ row) => Object.keys(row).length);
    changed();
    buttons();
  }

  /** @param {number} at */
  function remove(at) {
    editor?.remove();
    editor = null;
    draft.answers[field.id] = rows().filter((/** @type {any} */ _, /** @type {number} */ place) => place !== at);
    changed();
    draw();
    add.focus();
  }

  const number = (/** @type {number} */ at) => word(rowWord("form.row", field.id, "number"), { number: at + 1 });

  function draw() {
    buttons();
    if (editor) return;
    const shown = all ? rows() : rows().slice(0, SHOWN);
    const rest = rows().length - shown.length;
    const showAll = () => {
      all = true;
      draw();
    };
    const more = button("button.link", showAll, rest > 0 && word("form.rows.rest", { n: rest }));
    list.replaceChildren(...(rows().length ? [tableElement(shown), ...(rest ? [more] : []), totals()] : []));
  }

  /** @param {any[]} shown */
  function tableElement(shown) {
    const heading = (/** @type {string | Node} */ text) => make("th", { scope: "col", role: "columnheader" }, text);
    const heads = field.columns.map((/** @type {any} */ column) => heading(nameOf(columnBox(column.id))));
    const acts = heading(unseen(word("form.rows.acts")));
    return make(
      "div.wide",
      null,
      make(
        "table.people",
        { role: "table" },
        make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads, acts)),
        make("tbody", { role: "rowgroup" }, ...shown.flatMap(rowElements)),
      ),
    );
  }

  /** @param {any} row @param {number} at */
  function rowElements(row, at) {
    const told = box.dataset.told === "yes" ? faultsOf(at) : [];
    const cells = field.columns.map((/** @type {any} */ column, /** @type {number} */ place) => {
      const source = columnBox(column.id);
      const value = row[column.id];
      const text = value === undefined ? "" : valueText(column.kind, value, optionWords(source, value));
      if (place === 0)
        return make(
          "th",
          { scope: "row", role: "rowheader" },
          make("span.place", null, String(at + 1)),
          " ",
          own(text),
        );
      return make(text ? "td" : "td.blank", { role: "cell", "data-label": nameOf(source) }, text && own(text));
    });
    const name = number(at);
    const edit = button("button.button.second", () => open(at), word("form.row.edit"), unseen(name));
    const drop = button("button.link", () => remove(at), word("form.row.remove"), unseen(name));
    const line = make("tr", { role: "row" }, ...cells, make("td.row-acts", { role: "cell" }, edit, drop));
    if (!told.length) return [line];
    const fault = make(
      "td",
      { role: "cell", colspan: String(cells.length + 1) },
      make("div.fault", null, icon("triangle"), make("span", null, told.join(" "))),
    );
    return [make("tr.amiss", { role: "row" }, fault), line];
  }

  /** @param {number} at @returns {string[]} */
  const faultsOf = (at) =>
    Object.entries(errors())
      .filter(([path]) => path.startsWith(`answers.${field.id}.${at}.`))
      .map(([path, code]) => sentence(form.code, path, code));

  function totals() {
    const label = (/** @type {string} */ id) => totalOf(columnBox(id));
    const facts = sums(field, rows(), (id) => Boolean(label(id))).map(({ id, sum }) => fact(label(id), own(sum)));
    const people = fact(word("form.rows.number"), own(count(rows().length)));
    return make("dl.panel.facts", null, people, ...facts);
  }

  return {
    draw,
    open,
    close() {
      close();
      box.dataset.told = "yes";
    },
    /** @param {number} at @param {string} said */
    named: (at, said) => word("form.row.fault", { row: number(at), sentence: said }),
  };
}

/** The sheet of row 0 becomes the sheet of another row. @param {HTMLElement} sheet @param {string} table @param {number} at */
function renumber(sheet, table, at) {
  for (const element of sheet.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "data-field", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value?.includes(`${table}.0.`))
        element.setAttribute(name, value.split(`${table}.0.`).join(`${table}.${at}.`));
    }
  }
}
