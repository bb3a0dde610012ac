// What the person came for goes first: what a page does besides waits until that is there.

const PATIENCE = 5000;

/** @type {Promise<unknown>} */
let first = Promise.resolve();

/** The work of the page's own script; it stands before `page.js` in the page. @param {Promise<unknown>} work */
export const goesFirst = (work) => {
  first = Promise.race([work, new Promise((enough) => setTimeout(enough, PATIENCE))]);
};

/** Runs the act after it, whether it succeeded, failed or never ends. @param {() => unknown} act */
export const afterwards = (act) => {
  first.catch(() => {}).then(() => setTimeout(act, 0));
};
