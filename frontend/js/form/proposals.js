/** Which choices the words of somebody's own text propose; the same as backend/domains/catalogue/rules/proposals.py. */
const NAMED = 3;
const AND = /^[وف](?=[\u0620-\u064a]{3})/;
const TO = /^(?:[بك]?ال|لل|[بلك])(?=[\u0620-\u064a]{3})/;

/**
 * For each question the option for which most speaks; none where nothing does, or as much for another.
 * @param {Record<string, Record<string, [string, string]>>} fields options with their names and words, folded: `a b|c`
 * @param {string[]} spoken the folded words of the text @returns {Record<string, string>}
 */
export function proposed(fields, spoken) {
  const forms = spoken.map(formsOf);
  /** @type {Record<string, string>} */ const found = {};
  for (const [field, options] of Object.entries(fields)) {
    const best = bestOf(options, forms);
    if (best) found[field] = best;
  }
  return found;
}

/** A word as it stands, and without the small words that Arabic writes before it. @param {string} word */
function formsOf(word) {
  const alone = word.replace(AND, "");
  const forms = [word, alone, word.replace(TO, ""), alone.replace(TO, "")];
  return new Set(forms.map((form) => form.replace(/([a-z]{3})s$/, "$1")));
}

/** @param {Record<string, [string, string]>} options @param {Set<string>[]} forms */
function bestOf(options, forms) {
  const said = (/** @type {string} */ phrases) =>
    phrases
      .split("|")
      .map((phrase) => phrase.split(" "))
      .filter((phrase) => phrase[0] && isSaid(phrase, forms));
  let [best, most] = ["", 0];
  for (const [option, [names, words]] of Object.entries(options)) {
    const weight = said(names).length * NAMED + said(words).flat().length;
    if (weight === most) best = "";
    if (weight > most) [best, most] = [option, weight];
  }
  return best;
}

/** @param {string[]} phrase @param {Set<string>[]} forms */
const isSaid = (phrase, forms) => forms.some((_, at) => phrase.every((word, step) => forms[at + step]?.has(word)));
