/** Answers as a person reads them again: on the check page and in the list of rows. */
import { clock, day, hasWord, moment, word } from "../words.js";
import { localPhone } from "./fields.js";

const NUMBERS = ["whole", "decimal"];

/** @param {string} text */
const grouped = (text) => text.replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, "\u202f")).replace(".", ",");
/** @param {string} text */
const opened = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * The text of an answer; what is not an answer yet stands as it was typed.
 * @param {string} kind @param {any} value @param {string[]} [options] the words of what was chosen
 * @returns {string}
 */
export function valueText(kind, value, options = []) {
  if (kind === "accept") return word("form.yes");
  if (options.length) return options.join(word("form.comma"));
  const text = String(value);
  if (kind === "date" && /^\d{4}-\d\d-\d\d$/.test(text))
    return opened(day(new Date(`${text}T12:00:00+01:00`), { weekday: true }));
  if (kind === "time" && /^\d\d:\d\d$/.test(text)) return clock(new Date(`2000-01-01T${text}:00+01:00`));
  if (kind === "datetime" && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) {
    return opened(moment(new Date(`${text}:00+01:00`), { weekday: true }));
  }
  if (kind === "amount" && /^\d+\.\d\d$/.test(text))
    return word("unit.dinars", { amount: grouped(text.replace(".00", "")) });
  // A year is a whole number too: four digits stay together.
  if (kind === "whole" && text.length < 5) return text;
  if (NUMBERS.includes(kind)) return grouped(text);
  return kind === "phone" ? localPhone(text) : text;
}

/**
 * What a table comes to: the sum of each column that is to be added up.
 * @param {{columns: {id: string, kind: string}[]}} table @param {Record<string, any>[]} rows @param {(column: string) => boolean} added
 * @returns {{id: string, sum: string}[]}
 */
export function sums(table, rows, added) {
  return table.columns
    .filter((column) => NUMBERS.includes(column.kind) && added(column.id))
    .map((column) => {
      const total = rows.reduce((sum, row) => sum + Math.round(Number(row[column.id] ?? 0) * 10000), 0);
      return { id: column.id, sum: Number.isFinite(total) ? grouped(String(total / 10000)) : "" };
    })
    .filter(({ sum }) => sum);
}

/**
 * The sentence for what is left or odd at a path: the question's own words for what is missing, else the general ones.
 * @param {string} service @param {string} path `answers.workers.3.nss` @param {string} code
 */
export function sentence(service, path, code) {
  const parts = path.split(".").slice(1);
  const key = `${service}.field.${parts.filter((part) => !/^\d+$/.test(part)).join(".")}.missing`;
  if (code === "field.missing" && hasWord(key)) return word(key);
  return word(code.startsWith("rule.") ? `${service}.${code}` : code);
}

/** The table's own words where it has some ("a worker"), else the words for any row. @param {string} area @param {string} table @param {string} what */
export const rowWord = (area, table, what) =>
  hasWord(`${area}.${table}.${what}`) ? `${area}.${table}.${what}` : `${area}.${what}`;
