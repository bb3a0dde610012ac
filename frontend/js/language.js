/**
 * What a compiled rule works out to, as backend/domains/catalogue/rules/language.py: whole numbers (ten-thousandths, days
 * or minutes since 1970), texts, booleans, lists, or undefined where an answer is missing. No eval: rules come compiled.
 */
import { SCALE } from "./kinds.js";

/** @typedef {{values: Record<string, any>, today: number, row?: Record<string, any>}} Seen */

const FIRST_DAY = -25567;
const LAST_DAY = 84005;

/** @param {number} number */
const bounded = (number) => (Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined);

/** @type {Record<string, (left: any, right: any) => any>} */
const PAIRS = {
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
  "+": (left, right) => bounded(left + right),
  "-": (left, right) => bounded(left - right),
  days: (left, right) => (right - left) * SCALE,
  hours: (left, right) => Math.floor(((right - left) * SCALE) / 60),
  shift: (left, right) => {
    const day = left + right / SCALE;
    return right % SCALE === 0 && day >= FIRST_DAY && day <= LAST_DAY ? day : undefined;
  },
  moment: (left, right) => left * 1440 + right,
};

/**
 * The value of a compiled rule, undefined where an answer it needs is missing.
 * @param {any[]} tree
 * @param {Seen} seen
 * @returns {any}
 */
export const evaluate = (tree, seen) => {
  const [word, first, second] = tree;
  if (word === "value") return first;
  if (word === "today") return seen.today;
  if (word === "field") return seen.values[first];
  if (word === "column") return seen.row?.[first];
  if (word === "and" || word === "or") {
    const parts = tree.slice(1).map((part) => evaluate(part, seen));
    const decisive = word === "or";
    return parts.includes(decisive) ? decisive : parts.includes(undefined) ? undefined : !decisive;
  }
  const left = evaluate(first, seen);
  if (word === "filled") return left !== undefined;
  if (word === "count") return (left || []).length * SCALE;
  if (word === "sum") {
    return (left || []).reduce((/** @type {any} */ total, /** @type {any} */ row) => bounded(total + row[second]), 0);
  }
  if (left === undefined) return undefined;
  if (word === "not") return !left;
  if (word === "in") return second.includes(left);
  if (word === "includes") return left.includes(second);
  if (word === "*") return bounded(left * second);
  if (word === "year") return new Date(left * 864e5).getUTCFullYear() * SCALE;
  if (word === "day") return Math.floor(left / 1440);
  const right = evaluate(second, seen);
  return right === undefined ? undefined : PAIRS[word](left, right);
};
