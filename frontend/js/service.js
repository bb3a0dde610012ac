/** The page of a service: today's real dates in the window, and the button that reads the page aloud. */
import { reader } from "./listen.js";
import { after } from "./moments.js";
import { clock, day, isoDay, nodes } from "./words.js";

const DAY = 86400000;

/** "demain, jeudi 12 février", "jeudi 12 février". @param {Date} date @param {Date} now @returns {Node | string} */
function named(date, now) {
  const text = day(date, { weekday: true, year: isoDay(date).slice(0, 4) !== isoDay(now).slice(0, 4) });
  if (isoDay(date) === isoDay(now)) return nodes("service.today", { day: text });
  if (isoDay(date) === isoDay(new Date(now.getTime() + DAY))) return nodes("service.tomorrow", { day: text });
  return text;
}

/** @param {HTMLElement} place @param {Date} now */
function showDeadline(place, now) {
  const [number, unit] = [Number(place.dataset.deadline), place.dataset.unit ?? ""];
  if (unit === "hours") {
    const eight = new Date(`${isoDay(new Date(now.getTime() - DAY))}T08:00:00+01:00`);
    const end = after(eight, number, unit);
    const deadline = nodes("service.deadline.at", { day: named(end, now), time: clock(end) });
    return place.replaceChildren(nodes("service.deadline.example_hours", { time: clock(eight), deadline }));
  }
  place.replaceChildren(nodes("service.deadline.example_days", { deadline: named(after(now, number, unit), now) }));
}

if (typeof document !== "undefined") {
  const now = new Date();
  for (const place of document.querySelectorAll("[data-deadline]"))
    showDeadline(/** @type {HTMLElement} */ (place), now);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-answer]"))) {
    const end = after(now, Number(place.dataset.answer), place.dataset.unit ?? "");
    place.replaceChildren(nodes("service.answer.by", { deadline: named(end, now) }));
  }
  reader();
}
