// This device's clock, corrected by what the server last said. Legal clocks are the server's business, never ours.

import { change, read } from "./vault.js";
import { world } from "./world.js";

/** @typedef {{offset: number, token: string | null, learnt_at: string}} Known */

/** @returns {Promise<Known | undefined>} */
const known = () => read("meta", "time");

/** The server's time as far as this device knows it. */
export const serverNow = async () => new Date(world.now() + ((await known())?.offset ?? 0));

/** The last time token of the server: proof that what is filled now was filled after it. Null before any contact. */
export const timeToken = async () => (await known())?.token ?? null;

/** How many milliseconds this device runs behind the server (negative: ahead). */
export const clockDifference = async () => (await known())?.offset ?? 0;

/**
 * Learns the difference from an answer.
 * @param {string} time RFC 3339
 * @param {string | null} [token] kept from before when absent
 */
export async function learnTime(time, token) {
  const offset = Date.parse(time) - world.now();
  if (Number.isNaN(offset)) return;
  const learnt_at = new Date(world.now()).toISOString();
  await change("meta", "time", (before) => ({ id: "time", offset, token: token ?? before?.token ?? null, learnt_at }));
}

/** RFC 3339 to the second, with this device's offset: `2026-02-11T18:00:00+01:00`. @param {Date} date */
export function stamp(date) {
  const minutes = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const [hour, minute] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${local}${minutes < 0 ? "-" : "+"}${two(hour)}:${two(minute)}`;
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");
