/** Making pieces of the form. Text is always set as text, never as markup. */
import { make } from "../make.js";

export { button, fact, icon, make, own } from "../make.js";

/** Words for people who hear the page only. @param {string} text */
export const unseen = (text) => make("span.unseen", null, ` ${text}`);

/** @param {string} id @returns {any} */
export const by = (id) => document.getElementById(id);
