/** What stands in the controls of a question, and putting it back. */
import { normalise } from "../kinds.js";
import { plain } from "./plain.js";

/**
 * A box is the element around one question: `data-field` its path, `data-kind` its kind.
 * @param {HTMLElement} box @param {string} [part] @returns {any[]}
 */
const controls = (box, part = "") => [...box.querySelectorAll(`[name="${box.dataset.field}${part}"]`)];
/** @param {HTMLElement} box @param {string} [part] */
const text = (box, part = "") => plain(controls(box, part)[0]?.value ?? "");
/** @param {HTMLElement} box */
const clock = (box) => {
  const [hour, minute] = [text(box, ".hour"), text(box, ".minute")];
  if (!hour && !minute) return "";
  return `${hour.padStart(2, "0")}:${minute ? minute.padStart(2, "0") : ""}`;
};

/** @type {Record<string, (box: HTMLElement) => unknown>} */
const READ = {
  accept: (box) => controls(box)[0].checked || undefined,
  yes_no: (box) => {
    const chosen = controls(box).find((one) => one.checked)?.value;
    return chosen === undefined ? undefined : chosen === "yes";
  },
  one_of: (box) => controls(box).find((one) => one.checked || one.localName === "select")?.value,
  several_of: (box) => {
    const chosen = controls(box)
      .filter((one) => one.checked)
      .map((one) => one.value);
    return chosen.length ? chosen : undefined;
  },
  time: clock,
  datetime: (box) => (text(box) || clock(box) ? `${text(box)}T${clock(box)}` : ""),
};

/**
 * The answer as it will be filed; where it is not one yet, the text as typed, so that nothing typed is lost.
 * @param {HTMLElement} box @returns {any} undefined when nothing is there
 */
export function read(box) {
  const kind = box.dataset.kind ?? "";
  const typed = (READ[kind] ?? text)(box);
  if (typed === "" || typed === undefined) return undefined;
  if (typeof typed !== "string") return typed;
  return normalise(kind, typed) ?? typed;
}

/** Puts an answer back into its controls. @param {HTMLElement} box @param {any} value */
export function write(box, value) {
  const kind = box.dataset.kind;
  const [day, hours] = kind === "datetime" ? String(value ?? "").split("T") : [value, value];
  if (kind === "time" || kind === "datetime") {
    const [hour = "", minute = ""] = String(hours ?? "").split(":");
    controls(box, ".hour")[0].value = hour;
    controls(box, ".minute")[0].value = minute;
    if (kind === "time") return;
  }
  for (const control of controls(box)) {
    if (control.type === "radio" || control.type === "checkbox") {
      const said = value === true ? "yes" : value === false ? "no" : value;
      control.checked = Array.isArray(said) ? said.includes(control.value) : control.value === said;
    } else {
      const shown = kind === "datetime" ? day : value;
      control.value = kind === "phone" ? localPhone(shown) : (shown ?? "");
    }
  }
  choose(box);
}

/** Tiles carry the mark of the chosen one. @param {HTMLElement} box */
export function choose(box) {
  for (const tile of box.querySelectorAll(".tile")) {
    tile.classList.toggle("chosen", /** @type {HTMLInputElement} */ (tile.querySelector("input")).checked);
  }
}

/** +213661234567 as people write it: 0661 23 45 67. @param {unknown} value */
export function localPhone(value) {
  const parts = String(value ?? "").match(/^\+213(\d{2,3})(\d{2})(\d{2})(\d{2})$/);
  return parts ? `0${parts.slice(1).join(" ")}` : String(value ?? "");
}

/** The words that name a question, short where a list has little room. @param {HTMLElement} box */
export function nameOf(box) {
  const says = /** @type {HTMLElement} */ (box.querySelector(".says"));
  return says.dataset.short || (says.textContent ?? "").trim();
}

/** The label of a column's sum; none where a sum says nothing. @param {HTMLElement} box */
export const totalOf = (box) => /** @type {HTMLElement} */ (box.querySelector(".says")).dataset.total;

/** The words of the chosen options. @param {HTMLElement} box @param {any} value @returns {string[]} */
export function optionWords(box, value) {
  const wanted = Array.isArray(value) ? value : [value === true ? "yes" : value === false ? "no" : value];
  return controls(box).flatMap((control) => {
    if (control.localName === "select")
      return [...control.options].filter((one) => wanted.includes(one.value)).map((one) => one.text);
    const picked = ["radio", "checkbox"].includes(control.type) && wanted.includes(control.value);
    return picked ? [control.closest("label").textContent.trim()] : [];
  });
}
