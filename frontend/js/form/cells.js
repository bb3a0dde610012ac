/** A cell of somebody's spreadsheet as an answer. */
import { normalise } from "../kinds.js";
import { folded } from "./columns.js";
import { plain } from "./plain.js";

const DAY = 86400000;
const TICKS = ["x", "✓", "✔", "v"];

/**
 * The answer a cell stands for, or its text where it stands for none: the row is then marked, and nothing is lost.
 * @param {import("./columns.js").Column} column @param {string} text @returns {any} undefined for an empty cell
 */
export function cellAnswer(column, text) {
  const said = unpowered(plain(text));
  if (said === "") return undefined;
  if (column.kind === "date" && /^\d{5}(\.\d+)?$/.test(said)) return serialDay(said);
  if (column.kind === "time" && /^0?\.\d+$/.test(said)) return serialTime(said);
  if (column.kind === "yes_no" && TICKS.includes(said.toLowerCase())) return true;
  if (column.options) return chosen(column.options, said) ?? said;
  return normalise(column.kind, said) ?? said;
}

/** Spreadsheets turn long numbers into 1.23E+11. @param {string} text */
const unpowered = (text) => (/^\d(\.\d+)?E\+?\d{1,2}$/i.test(text) ? Number(text).toFixed(0) : text);

/** Spreadsheets count days from 30 December 1899. @param {string} text */
const serialDay = (text) =>
  new Date(Date.UTC(1899, 11, 30) + Math.floor(Number(text)) * DAY).toISOString().slice(0, 10);

/** @param {string} text */
const serialTime = (text) => new Date(Math.round(Number(text) * 1440) * 60000).toISOString().slice(11, 16);

/** By code or by name, in either language; "49", "49 تيميمون", "Timimoun". @param {{value: string, words: string[]}[]} options @param {string} said */
function chosen(options, said) {
  const wanted = folded(said);
  const padded = /^\d$/.test(wanted) ? `0${wanted}` : wanted;
  return options.find(
    ({ value, words }) =>
      folded(value) === padded || words.some((word) => [folded(word), `${value} ${folded(word)}`].includes(wanted)),
  )?.value;
}

/**
 * The rows of a sheet as rows of the form. @param {string[][]} sheet @param {(string | null)[]} picks
 * @param {import("./columns.js").Column[]} columns
 */
export const sheetAnswers = (sheet, picks, columns) =>
  sheet
    .map((cells) => {
      /** @type {Record<string, any>} */ const row = {};
      picks.forEach((id, at) => {
        const column = columns.find((one) => one.id === id);
        const value = column && cellAnswer(column, cells[at] ?? "");
        if (column && value !== undefined) row[column.id] = id !== null && id in row ? `${row[id]} ${value}` : value;
      });
      return row;
    })
    .filter((row) => Object.keys(row).length);
