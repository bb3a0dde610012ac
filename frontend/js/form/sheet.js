/** Reading a list of people out of a spreadsheet: pasted text (tabs) or a CSV file. */
import { plain } from "./plain.js";

/**
 * Rows of cells; empty rows left out. Separator: tab, else the more frequent of ; and , in the first line. Quotes as RFC 4180.
 * @param {string} text @returns {string[][]}
 */
export function readSheet(text) {
  const separator = separatorOf(text);
  /** @type {string[][]} */ const rows = [];
  /** @type {string[]} */ let row = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(plain(cell));
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (row.some(Boolean)) rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[(at += 1)];
      else quoted = false;
    } else if (sign === '"' && plain(cell) === "") {
      quoted = true;
      cell = "";
    } else if (sign === separator) endCell();
    else if (sign === "\n" || sign === "\r") endRow();
    else cell += sign;
  }
  endRow();
  return rows;
}

/** @param {string} text */
function separatorOf(text) {
  const line = text.split(/[\r\n]/).find((some) => some.trim()) ?? "";
  const bare = line.replace(/"[^"]*"/g, "");
  if (bare.includes("\t")) return "\t";
  return bare.split(";").length >= bare.split(",").length ? ";" : ",";
}

/**
 * The text of a CSV file. Office programs write UTF-8, UTF-16 or the Windows Arabic page, which holds the French letters too.
 * @param {ArrayBuffer} bytes
 */
export function sheetText(bytes) {
  const head = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1256").decode(bytes);
  }
}
