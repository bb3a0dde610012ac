// What the person came for goes first: what a page does besides waits until that is there.

/** @type {Promise<unknown>} */
let first = Promise.resolve();

/** The work of the page's own script; it stands before `page.js` in the page. @param {Promise<unknown>} work */
export const goesFirst = (work) => {
  first = work;
};

/** Runs the act after it, whether it succeeded or not. @param {() => unknown} act */
export const afterwards = (act) => {
  first.catch(() => {}).then(() => setTimeout(act));
};
