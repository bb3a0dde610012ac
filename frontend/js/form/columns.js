/** Which column of a spreadsheet is which question: by the words in its first row, in Arabic or French. */

/** Letters as people vary them: case, accents, hamza, ta marbuta, vowels and punctuation do not matter. @param {string} text */
export function folded(text) {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f\u064b-\u0655\u0670\u0640]/g, "")
    .toLowerCase()
    .replace(/[أإآٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * @typedef {{id: string, kind: string, words: string[], options?: {value: string, words: string[]}[]}} Column
 * @param {string} heading @param {Column} column @returns {number} 0 = a stranger, 1 = the very same words
 */
function likeness(heading, column) {
  const said = folded(heading);
  if (!said) return 0;
  return Math.max(0, ...column.words.map((word) => alike(said, folded(word))));
}

/** @param {string} one @param {string} other */
function alike(one, other) {
  if (!other) return 0;
  if (one === other) return 1;
  const left = one.split(" ").filter((word) => word.length > 1);
  const right = other.split(" ").filter((word) => word.length > 1);
  const shared = left.filter((word) =>
    right.some((own) => own === word || own === `ال${word}` || word === `ال${own}`),
  ).length;
  return shared === 0 ? 0 : shared / Math.max(left.length, right.length);
}

const JOINED = ["text", "name_ar", "name_latin"];

/**
 * The best column for each heading; null where nothing is like it. Two headings share one question only where texts
 * can be joined and neither says it exactly ("nom", "prénom"). `headed` is false when the first row is data already:
 * columns are then taken in the order of the form.
 * @param {string[]} first @param {Column[]} columns
 * @returns {{headed: boolean, picks: (string | null)[]}}
 */
export function matchColumns(first, columns) {
  const ranked = first
    .flatMap((heading, at) =>
      columns.map((column) => ({ at, id: column.id, kind: column.kind, score: likeness(heading, column) })),
    )
    .filter((pair) => pair.score >= 0.3)
    .sort((one, other) => other.score - one.score);
  /** @type {(string | null)[]} */ const picks = first.map(() => null);
  const best = new Map();
  for (const { at, id, kind, score } of ranked) {
    if (picks[at] !== null || (best.has(id) && (best.get(id) === 1 || !JOINED.includes(kind)))) continue;
    picks[at] = id;
    if (!best.has(id)) best.set(id, score);
  }
  const headed = best.size > 0;
  return headed ? { headed, picks } : { headed, picks: first.map((_, at) => columns[at]?.id ?? null) };
}
