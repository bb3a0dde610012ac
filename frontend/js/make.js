/** Making pieces of a page. Text is always set as text, never as markup. */
export { icon } from "./icons.js";

/** @typedef {Node | string | false | null | undefined} Piece */

/**
 * An element with its classes (`"p.small"`), attributes and contents; empty pieces are left out.
 * @param {string} name @param {Record<string, string> | null} attributes @param {...Piece} pieces @returns {HTMLElement}
 */
export function make(name, attributes, ...pieces) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
  element.append(
    ...pieces.filter((piece) => piece instanceof Node || !!piece).map((piece) => /** @type {Node | string} */ (piece)),
  );
  return element;
}

/** A button that does something. @param {string} name @param {() => unknown} act @param {...Piece} pieces */
export function button(name, act, ...pieces) {
  const element = make(name, { type: "button" }, ...pieces);
  element.addEventListener("click", act);
  return element;
}

/** Label and value, as `dl.facts` lists them. @param {Piece} label @param {Piece} value */
export const fact = (label, value) => make("div", null, make("dt", null, label), make("dd", null, value));

/** What someone wrote, kept apart from the direction of the sentence around it. @param {string} text */
export const own = (text) => make("bdi", /[\u0590-\u08ff]/.test(text) ? null : { dir: "ltr" }, text);
