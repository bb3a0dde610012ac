/** Text as it is compared when searching; the same as backend/domains/catalogue/rules/search.py. */

/** @type {Record<string, string>} */
const SAME = { أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ئ: "ي", ؤ: "و", ة: "ه", گ: "ك", ڨ: "ق", ڤ: "ف", œ: "oe", æ: "ae", "’": "'" };
const LETTERS = /[أإآٱىئؤةگڨڤœæ’]/g;
const SIGNS = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @param {string} text */
const alike = (text) => text.replace(LETTERS, (letter) => SAME[letter]);

/**
 * Lower case, no accents or vowel signs, letters written alike made one, single spaces.
 * @param {string} text
 */
export const fold = (text) => {
  const digits = text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));
  const plain = alike(digits.toLowerCase()).normalize("NFD").replace(SIGNS, "").normalize("NFC");
  return alike(plain).replace(SIGNS, "").replace(/[^0-9a-z\u0250-\u02af\u0620-\u064a]+/g, " ").trim();
};
