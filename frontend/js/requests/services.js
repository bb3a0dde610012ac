/** What the page knows of each service: its name, its body, what names a request, how long the answer takes. */
import { valueText } from "../form/values.js";
import { typed } from "../kinds.js";
import { evaluate } from "../language.js";
import { after } from "../moments.js";
import { word } from "../words.js";

/**
 * @typedef {{number: number, unit: string, start?: any[]}} Limit
 * @typedef {{title: string, body: string, steps: string[], kinds: Record<string, string>, object: string[],
 *   options: Record<string, Record<string, string>>, places: Record<string, string>, deadline?: Limit,
 *   answer?: Limit}} Service
 */

/** @type {Record<string, Service>} */
const services = JSON.parse(document.getElementById("services")?.textContent || "{}");

/** A service that this release does not know is shown by its code. @param {string} code @returns {Service} */
export const service = (code) =>
  services[code] ?? { title: code, body: "", steps: [], kinds: {}, object: [], options: {}, places: {} };

/** What tells this request from another of the same service: "10 février 2026, vent". Empty when nothing does.
 * @param {string} code @param {Record<string, any> | null} answers */
export function objectOf(code, answers) {
  const { object, kinds, options, places } = service(code);
  return object
    .filter((field) => answers && answers[field] !== undefined && answers[field] !== "")
    .map((field) => {
      const value = /** @type {Record<string, any>} */ (answers)[field];
      const chosen = [value]
        .flat()
        .map((one) => options[field]?.[one] ?? (kinds[field] === "wilaya" ? `${one} ${places[one] ?? ""}` : undefined));
      if (chosen.every(Boolean)) return chosen.join(word("form.comma"));
      // a year is a whole number too: no thin space inside it
      return kinds[field] === "whole" ? String(value) : valueText(kinds[field], value);
    })
    .join(word("form.comma"));
}

/** Until when it had to be filed, or null where its answers do not tell. @param {string} code @param {Record<string, any> | null} answers */
export function deadlineOf(code, answers) {
  const { deadline, kinds } = service(code);
  if (!deadline?.start || !answers) return null;
  /** @type {Record<string, any>} */
  const values = {};
  for (const [field, kind] of Object.entries(kinds)) {
    if (answers[field] !== undefined) values[field] = typed(kind, answers[field]);
  }
  const start = evaluate(deadline.start, { values, today: 0 });
  if (start === undefined) return null;
  // the rule language counts minutes, or days, of the Algerian clock since 1970
  const minutes = isMoment(deadline.start, kinds) ? start : start * 1440;
  return after(new Date((minutes - 60) * 60000), deadline.number, deadline.unit);
}

/** @param {any[]} tree @param {Record<string, string>} kinds */
const isMoment = ([name, field], kinds) => name === "moment" || (name === "field" && kinds[field] === "datetime");

/** Before when the body answers, or null. @param {string} code @param {Date} received */
export function answerBy(code, received) {
  const { answer } = service(code);
  return answer ? after(received, answer.number, answer.unit) : null;
}
