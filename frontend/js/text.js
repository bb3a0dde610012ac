/** Text as people type and paste it, as backend/domains/kernel/text.py: what is cleaned, what is refused. */
const SPACES = " \\t\\n\\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000";
const EDGES = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "g");
const RUNS = new RegExp(`[${SPACES}]+`, "g");
const MARKS = /[\u200b\u200e\u200f\u061c\ufeff]/g;
const ISOLATES = /[\u202a-\u202e\u2066-\u2069]/g;
const HIDDEN = new RegExp(
  "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\uffff" +
    "\\ud800-\\udfff\\u{e0000}-\\u{e007f}]",
  "u",
);

/** @param {string} text */
export const foldDigits = (text) =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));

/** @param {string} text */
export const clean = (text) => text.replace(/\r\n?/g, "\n").replace(MARKS, "").replace(EDGES, "");

/** @param {string} text */
export const oneLine = (text) => clean(text).replace(RUNS, " ");

/** @param {string} text */
export const bare = (text) => clean(text).replace(ISOLATES, "").replace(RUNS, "");

/** Whether there is nothing but space in a text. @param {string} text */
export const isBlank = (text) => text.replace(EDGES, "") === "";

/** Whether a text holds what nobody sees or what turns the reading order. @param {string} text @param {boolean} lines */
export const hidesSomething = (text, lines) => HIDDEN.test(text) || (!lines && /[\n\t]/.test(text));
