/** Text as typed or pasted, without what nobody sees. */

// Marks that turn the direction of a text: they come along with a paste and would let a name show other than it is.
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** The text without marks of direction, tidied at both ends. @param {string} text */
export const plain = (text) =>
  text
    .replace(DIRECTION_MARKS, "")
    .replace(/\u00a0|\u202f/g, " ")
    .trim();
