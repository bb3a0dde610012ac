/** Text as it is compared when searching; the same as backend/kernel/folding.py. */
import { foldDigits } from "./text.js";

/** @type {Record<string, string>} */
const SAME = {
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ى: "ي",
  ئ: "ي",
  ؤ: "و",
  ة: "ه",
  گ: "ك",
  ڨ: "ق",
  ڤ: "ف",
  œ: "oe",
  æ: "ae",
};
const LETTERS = /[أإآٱىئؤةگڨڤœæ]/g;
const SIGNS = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;
const OTHER = /[^0-9a-z\u0250-\u02af\u0620-\u064a]+/g;
const ARTICLE = /^(?:[وبك]?ال|لل)(?=[0-9a-z\u0250-\u02af\u0620-\u064a]{3})/;

/** @param {string} text */
const alike = (text) => text.replace(LETTERS, (letter) => SAME[letter]);

/** The words of a text: lower case, no accents or vowel signs, letters written alike made one, no Arabic article.
 * @param {string} text @returns {string[]} */
export const searchWords = (text) =>
  alike(alike(foldDigits(text).toLowerCase()).normalize("NFD").replace(SIGNS, "").normalize("NFC"))
    .split(OTHER)
    .filter(Boolean)
    .map((one) => one.replace(ARTICLE, ""));
