/**
 * The words of the page, in its language, and how days and hours are written. All hours are Algerian.
 * The page embeds the entries it names in `<script type="application/json" id="words">`.
 */

/** @typedef {string | number} Value */

const ALGIERS = 3600000;
const PLACE = /\{(\w+)\}/g;
const ARABIC = /[\u0600-\u06ff\u0750-\u077f]/;

/** @type {Record<string, string | string[]>} */
let texts = {};
let lang = "fr";

/** Give the words by hand: for tests and workers, which have no page.
 * @param {Record<string, string | string[]>} given @param {string} language */
export function useWords(given, language) {
  texts = given;
  lang = language;
}

if (typeof document !== "undefined") {
  const embedded = document.getElementById("words");
  useWords(embedded ? JSON.parse(embedded.textContent || "{}") : {}, document.documentElement.lang);
}

/** The form that counts n things: six in Arabic, two in French and Kabyle. @param {number} n */
function pluralForm(n) {
  if (lang !== "ar") return n > 1 ? 1 : 0;
  if (n < 3) return Math.max(n, 0);
  const rest = n % 100;
  if (rest >= 3 && rest <= 10) return 3;
  return rest >= 11 ? 4 : 5;
}

/** Whether the page brought this entry. @param {string} key */
export function hasWord(key) {
  return key in texts;
}

/** The sentence as plain text; `values.n` chooses the plural.
 * @param {string} key @param {Record<string, Value>} [values] @returns {string} */
export function word(key, values = {}) {
  return sentence(key, values)
    .replace(/\*/g, "")
    .replace(PLACE, (_, name) => String(values[name]));
}

/** The same sentence as nodes: `*words*` strong, values isolated so that digits keep their order.
 * @param {string} key @param {Record<string, Value | Node>} [values] @returns {DocumentFragment} */
export function nodes(key, values = {}) {
  const whole = document.createDocumentFragment();
  sentence(key, values)
    .split("*")
    .forEach((part, at) => {
      const into = at % 2 ? whole.appendChild(document.createElement("strong")) : whole;
      part.split(PLACE).forEach((piece, index) => into.append(index % 2 ? isolated(values[piece]) : piece));
    });
  return whole;
}

/** @param {Value | Node} value */
function isolated(value) {
  if (value instanceof Node) return value;
  const bdi = document.createElement("bdi");
  bdi.textContent = String(value);
  if (!ARABIC.test(String(value))) bdi.dir = "ltr";
  return bdi;
}

/** @param {string} key @param {Record<string, unknown>} values */
function sentence(key, values) {
  const text = texts[key];
  if (text === undefined) throw new Error(`no word for ${key}`);
  return typeof text === "string" ? text : text[pluralForm(Number(values.n))];
}

/** The same instant with its Algerian clock readable through the getUTC functions. @param {Date} moment */
function algiers(moment) {
  return new Date(moment.getTime() + ALGIERS);
}

/** The Algerian date, as in "2026-02-11". @param {Date} moment */
export function isoDay(moment) {
  return algiers(moment).toISOString().slice(0, 10);
}

/** "11 février 2026"; with `{weekday: true, year: false}` "mercredi 11 février".
 * @param {Date} moment @param {{weekday?: boolean, year?: boolean}} [how] */
export function day(moment, { weekday = false, year = true } = {}) {
  const local = algiers(moment);
  const date = local.getUTCDate();
  const text = word(`date.${date === 1 ? "first" : "day"}${year ? "_year" : ""}`, {
    day: date,
    month: word("date.months").split("|")[local.getUTCMonth()],
    year: local.getUTCFullYear(),
  });
  // Date counts weekdays from Sunday, our list from Monday
  return weekday ? `${word("date.weekdays").split("|")[(local.getUTCDay() + 6) % 7]} ${text}` : text;
}

/** "14 h 05" in French, "14:05" in Arabic. @param {Date} moment */
export function clock(moment) {
  const local = algiers(moment);
  const hour = local.getUTCHours();
  return word("date.clock", {
    hour,
    hour2: String(hour).padStart(2, "0"),
    minute: String(local.getUTCMinutes()).padStart(2, "0"),
  });
}

/** "11 février 2026, 13 h 40". @param {Date} moment @param {{weekday?: boolean, year?: boolean}} [how] */
export function moment(moment, how) {
  return word("date.moment", { day: day(moment, how), time: clock(moment) });
}

/** A past hour as one says it: "9 h 12", "hier 9 h 12", "le 8 février, 9 h 12". @param {Date} past @param {Date} now */
export function since(past, now) {
  const time = clock(past);
  if (isoDay(past) === isoDay(now)) return time;
  if (isoDay(past) === isoDay(new Date(now.getTime() - 86400000))) return word("date.yesterday_at", { time });
  const year = isoDay(past).slice(0, 4) !== isoDay(now).slice(0, 4);
  return word("date.the_day_at", { day: day(past, { year }), time });
}

/** How old something is: "aujourd’hui", "depuis 3 jours". @param {Date} past @param {Date} now */
export function age(past, now) {
  const days = Math.round((Date.parse(isoDay(now)) - Date.parse(isoDay(past))) / 86400000);
  return days < 1 ? word("date.today_at", { time: clock(past) }) : word("date.days_ago", { n: days });
}

/** A size in kilo- or megabytes, rounded up. @param {number} octets */
export function size(octets) {
  if (octets < 1000000) return word("unit.kilobytes", { size: Math.ceil(octets / 1000) });
  return word("unit.megabytes", { size: String(Math.ceil(octets / 100000) / 10).replace(".", ",") });
}
