/**
 * The kinds of answer, as backend/domains/catalogue/rules/kinds.py has them: same normal forms, same codes.
 */
export const SCALE = 10000;
const MAX_NUMBER = 2 ** 53 - 1;
const MAX_WHOLE = Math.floor(MAX_NUMBER / SCALE);
const SPACES = " \\t\\n\\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000";
const EDGES = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "g");
const RUNS = new RegExp(`[${SPACES}]+`, "g");
const MARKS = /[\u200b\u200e\u200f\u061c\ufeff]/g;
const ISOLATES = /[\u202a-\u202e\u2066-\u2069]/g;
const SEPARATORS = /[ ./\-–—]/g;
const HIDDEN = new RegExp(
  "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\uffff" +
    "\\ud800-\\udfff\\u{e0000}-\\u{e007f}]",
  "u",
);
const LATIN = "A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u025b\\u0263\\u0194\\u0190\\u1e00-\\u1eff";
const ARABIC = "\\u0620-\\u065f\\u0670-\\u06d3\\u06d5\\u06fa-\\u06ff";
const YES = ["true", "yes", "oui", "نعم", "on", "1"];
const NO = ["false", "no", "non", "لا", "0"];
const EMAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?=.{3,189}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** @param {string} text */
export const foldDigits = (text) =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));

/** @param {string} text */
const clean = (text) => text.replace(/\r\n?/g, "\n").replace(MARKS, "").replace(EDGES, "");

/** @param {string} text */
const oneLine = (text) => clean(text).replace(RUNS, " ");

/** @param {string} text */
const bare = (text) => clean(text).replace(ISOLATES, "").replace(RUNS, "");

/** Whether there is nothing but space in a text. @param {string} text */
export const isBlank = (text) => text.replace(EDGES, "") === "";

/** Whether a text holds what nobody sees or what turns the reading order. @param {string} text @param {boolean} lines */
export const hidesSomething = (text, lines) => HIDDEN.test(text) || (!lines && /[\n\t]/.test(text));

/** @param {RegExp} shape @param {(text: string) => string} [tidy] */
const shaped =
  (shape, tidy = oneLine) =>
  (/** @type {string} */ text) => {
    const plain = tidy(text);
    return shape.test(plain) ? plain : "";
  };

/** @param {...number} lengths */
const digits =
  (...lengths) =>
  (/** @type {string} */ text) => {
    const plain = foldDigits(bare(text)).replace(SEPARATORS, "");
    return /^[0-9]{1,40}$/.test(plain) && (!lengths.length || lengths.includes(plain.length)) ? plain : "";
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
const phone = (text) => {
  const plain = foldDigits(bare(text)).replace(SEPARATORS, "").replace(/[()]/g, "");
  const algerian = /^(?:(?:\+|00)?2130?|0)([5679][0-9]{8}|[234][0-9]{7})$/.exec(plain);
  const abroad = /^(?:\+|00)((?!213)[1-9][0-9]{7,14})$/.exec(plain);
  return algerian ? `+213${algerian[1]}` : abroad ? `+${abroad[1]}` : "";
};

/** @param {string} text */
const ccp = (text) => {
  const plain = digits()(text.replace(/clé|cle|المفتاح|مفتاح|ccp/giu, ""));
  return plain.length >= 3 && plain.length <= 12 ? plain.padStart(12, "0") : "";
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

/** 97 less the rest of the account's fifteen digits, in two parts that stay exact. @param {string} account */
const ripKey = (account) => {
  const rest = (Number(account.slice(3, 10)) * 1e8 + Number(account.slice(10, 18))) % 97;
  return 97 - ((rest * 100) % 97);
};

/** @param {string} kind @param {string} account */
const accountFault = (kind, account) => {
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
