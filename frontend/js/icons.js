/** The icons that the page brought in `<template id="icons">`. */

/** A copy of one. @param {string} name @returns {Element} */
export function icon(name) {
  const store = /** @type {HTMLTemplateElement | null} */ (document.getElementById("icons"));
  const found = store?.content.querySelector(`[data-icon="${name}"]`)?.firstElementChild;
  return /** @type {Element} */ (found ? found.cloneNode(true) : document.createElement("i"));
}
