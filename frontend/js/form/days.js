/** "Today, yesterday, another day" before a calendar. */
import { day, isoDay, word } from "../words.js";
import { own } from "./make.js";

const DAY = 86400000;

/** Puts dates on the days and hides the calendar behind "another day". @param {HTMLElement} box @param {Date} now */
export function offerDays(box, now) {
  const days = /** @type {HTMLElement} */ (box.querySelector("[data-days]"));
  days.hidden = false;
  for (const [name, moment] of named(now)) {
    const label = /** @type {HTMLElement} */ (days.querySelector(`[data-day="${name}"]`));
    label.replaceChildren(
      `${word(`form.day.${name}`)}${word("form.comma")}`,
      own(day(moment, { weekday: true, year: false })),
    );
  }
  days.addEventListener("change", () => {
    const picked = chosen(days);
    calendar(box).value = picked === "other" ? "" : isoDay(named(now)[picked === "today" ? 0 : 1][1]);
    openCalendar(box, picked === "other");
  });
  showDay(box, now);
}

/** Ticks the day that the calendar says. @param {HTMLElement} box @param {Date} now */
export function showDay(box, now) {
  const value = calendar(box).value;
  const found = named(now).find(([, moment]) => isoDay(moment) === value)?.[0] ?? (value ? "other" : "");
  for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (box.querySelectorAll("[data-days] input"))) {
    radio.checked = radio.value === found;
  }
  openCalendar(box, found === "other");
}

/** @param {Date} now @returns {[string, Date][]} */
const named = (now) => [
  ["today", now],
  ["yesterday", new Date(now.getTime() - DAY)],
];
/** @param {Element} days */
const chosen = (days) => /** @type {HTMLInputElement | null} */ (days.querySelector("input:checked"))?.value ?? "";
/** @param {HTMLElement} box */
const calendar = (box) => /** @type {HTMLInputElement} */ (box.querySelector("input.day"));
/** @param {HTMLElement} box @param {boolean} open */
function openCalendar(box, open) {
  /** @type {HTMLElement} */ (box.querySelector("[data-calendar]")).hidden = !open;
}
