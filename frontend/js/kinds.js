/**
 * The kinds of answer, as backend/domains/catalogue/rules/kinds.py has them: same normal forms, same codes.
 */
import { accountFault, ccp, digits, phone } from "./identifiers.js";
import { bare, clean, foldDigits, hidesSomething, oneLine } from "./text.js";

export const SCALE = 10000;
const MAX_NUMBER = 2 ** 53 - 1;
const MAX_WHOLE = Math.floor(MAX_NUMBER / SCALE);
const LATIN = "A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u025b\\u0263\\u0194\\u0190\\u1e00-\\u1eff";
const ARABIC = "\\u0620-\\u065f\\u0670-\\u06d3\\u06d5\\u06fa-\\u06ff";
const YES = ["true", "yes", "oui", "نعم", "on", "1"];
const NO = ["false", "no", "non", "لا", "0"];
const EMAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?=.{3,189}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** @param {RegExp} shape @param {(text: string) => string} [tidy] */
const shaped =
  (shape, tidy = oneLine) =>
  (/** @type {string} */ text) => {
    const plain = tidy(text);
    return shape.test(plain) ? plain : "";
  };

/** @param {string} text */
const number = (text) => {
  const plain = foldDigits(bare(text))
    .replace(/[\u066c' ]/g, "")
    .replace(/[\u066b,]/g, ".")
    .replace(/\u2212/g, "-");
  const match = /^(-?)0*([0-9]{1,12})(?:\.([0-9]*))?$/.exec(plain);
  if (!match) return "";
  const decimals = (match[3] || "").replace(/0+$/, "");
  const found = match[2] + (decimals && `.${decimals}`);
  return found === "0" ? found : match[1] + found;
};

/** Ten-thousandths of a plain decimal. @param {string} text @returns {number | undefined} */
export const scaled = (text) => {
  const match = /^(-?)([0-9]{1,12})(?:\.([0-9]{1,4}))?$/.exec(text);
  if (!match) return undefined;
  const found = Number(match[2]) * SCALE + Number((match[3] || "").padEnd(4, "0"));
  return found > MAX_NUMBER ? undefined : match[1] ? -found : found;
};

/** Days since 1970-01-01. @param {string} text @returns {number | undefined} */
export const dayNumber = (text) => {
  if (!/^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$/.test(text)) return undefined;
  const moment = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== text
    ? undefined
    : moment.getTime() / 864e5;
};

/** @param {string} text @returns {number | undefined} */
const minuteNumber = (text) => {
  const match = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
};

/** @param {string} text @returns {number | undefined} */
const momentNumber = (text) => {
  const day = dayNumber(text.slice(0, 10));
  const minutes = minuteNumber(text.slice(11));
  return text[10] === "T" && day !== undefined && minutes !== undefined ? day * 1440 + minutes : undefined;
};

/** @param {string} text */
const whole = (text) => {
  const found = number(text);
  return found && !found.includes(".") && Math.abs(Number(found)) <= MAX_WHOLE ? Number(found) : undefined;
};

/** @param {string} text */
const decimal = (text) => {
  const found = number(text);
  return scaled(found) === undefined ? "" : found;
};

/** @param {string} text */
const amount = (text) => {
  const found = decimal(clean(text).replace(/(DA|DZD|دج|دينار)\.?$/, ""));
  const [units, decimals = ""] = found.split(".");
  return units && units[0] !== "-" && decimals.length <= 2 ? `${units}.${decimals.padEnd(2, "0")}` : "";
};

/** @param {string} text */
const day = (text) => {
  const plain = foldDigits(bare(text));
  const match = /^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$/.exec(plain);
  const found = match
    ? `${match[3]}-${match[2].padStart(2, "0")}-${match[1].padStart(2, "0")}`
    : plain.replace(/\//g, "-");
  return dayNumber(found) === undefined ? "" : found;
};

/** @param {string} text */
const time = (text) => {
  const match = /^([0-9]{1,2})[:hH]([0-9]{1,2})?$/.exec(foldDigits(bare(text)));
  const found = match ? `${match[1].padStart(2, "0")}:${(match[2] || "").padStart(2, "0")}` : "";
  return minuteNumber(found) === undefined ? "" : found;
};

/** @param {string} text */
const moment = (text) => {
  const match = /^([^ ]+?)(?:T| )(.+)$/.exec(oneLine(text));
  const [first, last] = match ? [day(match[1]), time(match[2])] : ["", ""];
  return first && last ? `${first}T${last}` : "";
};

/** @param {string} text */
const yesNo = (text) => {
  const word = clean(text).toLowerCase();
  return YES.includes(word) ? true : NO.includes(word) ? false : undefined;
};

/** @param {string} text */
const wilaya = (text) => {
  const code = digits()(text).padStart(2, "0");
  return /^(0[1-9]|[1-9][0-9])$/.test(code) ? code : "";
};

/** @param {string} text */
const upper = (text) => {
  const plain = foldDigits(oneLine(text));
  return /^[ -~]*$/.test(plain) ? plain.toUpperCase() : plain;
};

/** @typedef {{type: string, normal: (text: string) => any, code: string, free?: boolean}} Kind */

/** @type {Record<string, Kind>} */
export const KINDS = {
  text: { type: "text", normal: oneLine, code: "field.missing", free: true },
  long_text: { type: "text", normal: clean, code: "field.missing", free: true },
  whole: { type: "num", normal: whole, code: "field.whole_shape" },
  decimal: { type: "num", normal: decimal, code: "field.decimal_shape" },
  amount: { type: "num", normal: amount, code: "field.amount_shape" },
  date: { type: "date", normal: day, code: "field.date_shape" },
  time: { type: "time", normal: time, code: "field.time_shape" },
  datetime: { type: "datetime", normal: moment, code: "field.datetime_shape" },
  one_of: { type: "text", normal: oneLine, code: "field.option" },
  several_of: { type: "set", normal: oneLine, code: "field.option" },
  yes_no: { type: "bool", normal: yesNo, code: "field.bad_value" },
  accept: { type: "bool", normal: (text) => yesNo(text) || undefined, code: "field.not_accepted" },
  wilaya: { type: "text", normal: wilaya, code: "field.wilaya" },
  agency: { type: "text", normal: shaped(/^[A-Z0-9][A-Z0-9-]{1,19}$/, upper), code: "field.agency" },
  phone: { type: "text", normal: phone, code: "field.phone_shape" },
  email: { type: "text", normal: shaped(EMAIL, bare), code: "field.email_shape" },
  digits: { type: "text", normal: digits(), code: "field.digits_shape" },
  nin: { type: "text", normal: digits(18), code: "field.nin_length" },
  nss: { type: "text", normal: digits(12), code: "field.nss_length" },
  rip: { type: "text", normal: digits(20), code: "field.rip_length" },
  ccp: { type: "text", normal: ccp, code: "field.ccp_length" },
  trade_register: {
    type: "text",
    normal: shaped(/^[0-9A-Z][0-9A-Z/ .-]{4,24}$/, upper),
    code: "field.trade_register_shape",
  },
  tax_number: { type: "text", normal: digits(15, 20), code: "field.tax_number_length" },
  name_ar: {
    type: "text",
    normal: shaped(new RegExp(`^[${ARABIC}][${ARABIC} .'’-]*$`)),
    code: "field.name_ar",
    free: true,
  },
  name_latin: {
    type: "text",
    normal: shaped(new RegExp(`^[${LATIN}][${LATIN}\\u0300-\\u036f .'’-]*$`)),
    code: "field.name_latin",
    free: true,
  },
};

/**
 * The answer that a text, as typed, stands for in this kind; undefined when it cannot be understood.
 * @param {string} kind
 * @param {string} text
 * @returns {any}
 */
export const normalise = (kind, text) => {
  const value = KINDS[kind].normal(text);
  return value === "" ? undefined : value;
};

/**
 * The code of what is wrong with a value by itself.
 * @param {string} kind
 * @param {any} value
 * @returns {string | undefined}
 */
export const fault = (kind, value) => {
  const { normal, code, free } = KINDS[kind];
  if (kind === "yes_no" || kind === "accept") {
    if (typeof value !== "boolean") return "field.bad_value";
    return kind === "accept" && !value ? code : undefined;
  }
  if (kind === "whole") return Number.isInteger(value) && Math.abs(value) <= MAX_WHOLE ? undefined : code;
  if (typeof value !== "string") return "field.bad_value";
  if (hidesSomething(value, kind === "long_text")) return "field.hidden_characters";
  if (free) return normal(value) ? undefined : code;
  return normal(value) === value ? accountFault(kind, value) : code;
};

/** A value without fault as the rule language sees it. @param {string} kind @param {any} value @returns {any} */
export const typed = (kind, value) => {
  switch (KINDS[kind].type) {
    case "num":
      return kind === "whole" ? value * SCALE : scaled(value);
    case "date":
      return dayNumber(value);
    case "time":
      return minuteNumber(value);
    case "datetime":
      return momentNumber(value);
    default:
      return value;
  }
};
