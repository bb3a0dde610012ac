/** The moment `number` units after `from`; months end on the same date, or on the last of a shorter month.
 * @param {Date} from @param {number} number @param {string} unit hours, days or months @returns {Date} */
export function after(from, number, unit) {
  if (unit === "hours") return new Date(from.getTime() + number * 3600000);
  if (unit === "days") return new Date(from.getTime() + number * 86400000);
  const end = new Date(from);
  end.setUTCMonth(end.getUTCMonth() + number);
  if (end.getUTCDate() !== from.getUTCDate()) end.setUTCDate(0);
  return end;
}
