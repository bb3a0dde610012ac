/** Numbers that Algerian bodies give people, and their keys, as backend/domains/kernel/identifiers.py. */
import { bare, foldDigits } from "./text.js";

const SEPARATORS = /[ ./\-–—]/g;

/** @param {...number} lengths */
export const digits =
  (...lengths) =>
  (/** @type {string} */ text) => {
    const plain = foldDigits(bare(text)).replace(SEPARATORS, "");
    return /^[0-9]{1,40}$/.test(plain) && (!lengths.length || lengths.includes(plain.length)) ? plain : "";
  };

/** @param {string} text */
export const phone = (text) => {
  const plain = foldDigits(bare(text)).replace(SEPARATORS, "").replace(/[()]/g, "");
  const algerian = /^(?:(?:\+|00)?2130?|0)([5679][0-9]{8}|[234][0-9]{7})$/.exec(plain);
  const abroad = /^(?:\+|00)((?!213)[1-9][0-9]{7,14})$/.exec(plain);
  return algerian ? `+213${algerian[1]}` : abroad ? `+${abroad[1]}` : "";
};

/** @param {string} text */
export const ccp = (text) => {
  const plain = digits()(text.replace(/clé|cle|المفتاح|مفتاح|ccp/giu, ""));
  return plain.length >= 3 && plain.length <= 12 ? plain.padStart(12, "0") : "";
};

/** 97 less the rest of the account's fifteen digits, in two parts that stay exact. @param {string} account */
const ripKey = (account) => {
  const rest = (Number(account.slice(3, 10)) * 1e8 + Number(account.slice(10, 18))) % 97;
  return 97 - ((rest * 100) % 97);
};

/** @param {string} kind @param {string} account */
export const accountFault = (kind, account) => {
  if (kind === "rip" && (Number(account.slice(18)) || 97) !== ripKey(account)) return "field.rip_key";
  if (kind !== "ccp") return undefined;
  const sum = [...account.slice(0, 10)].reduce((total, digit, place) => total + Number(digit) * (13 - place), 0);
  return sum % 100 === Number(account.slice(10)) ? undefined : "field.ccp_key";
};

/**
 * The code of what looks odd in a value without fault: rules that are not official warn and never block.
 * @param {string} kind
 * @param {string} value
 * @param {number} year
 * @returns {string | undefined}
 */
export const warning = (kind, value, year) => {
  if (kind === "rip" && value.slice(18) === "00") return "field.rip_key_zero";
  if (kind === "nin") {
    const born = Number(value.slice(2, 5));
    return year % 1000 < born && born < 900 ? "field.nin_year" : undefined;
  }
  if (kind !== "nss") return undefined;
  const sum = [...value.slice(0, 10)].reduce((total, digit, place) => total + Number(digit) * (place % 2 ? 1 : 2), 0);
  return sum <= 99 && 99 - sum !== Number(value.slice(10)) ? "field.nss_key" : undefined;
};
