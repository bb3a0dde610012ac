/** What is said of a code, drawn in the language that `words.js` speaks. `public/_verdict.html` says the same. */
import { icon } from "../icons.js";
import { day, moment, word } from "../words.js";

const LOOKS = {
  valid: ["done", "window-check"],
  doubt: ["act", "triangle"],
  received: ["sent", "tray"],
  altered: ["act", "triangle"],
  unknown_key: ["draft", "triangle"],
  malformed: ["draft", "triangle"],
};

/** @typedef {{services: Record<string, string>, bodies: Record<string, string>}} Known */

/**
 * @param {import("../receipt.js").Reading} reading @param {Known} known
 * @param {{asked: boolean, said?: import("./judge.js").Standing}} contact
 * @returns {HTMLElement}
 */
export function verdict(reading, known, contact) {
  const kind = !reading.valid
    ? reading.reason
    : doubtful(reading.facts, contact.said)
      ? "doubt"
      : kindOf(reading.facts);
  const [look, picture] = LOOKS[kind];
  const head = make("p", `card-head ${look}`, icon(picture), make("strong", "", word(`verify.${kind}`)));
  const body = make("div", "card-body");
  if (reading.valid) body.append(...stated(reading.facts, known, contact));
  else body.append(make("p", "", word(`verify.${kind}.text`)));
  return make("section", "card verdict", head, body);
}

/** @param {import("../receipt.js").Facts} facts */
const kindOf = (facts) => (facts.kind === "received" ? "received" : "valid");

/**
 * A signature alone is no reassurance: another file, a receipt without effect. What was only received has no receipt yet.
 * @param {import("../receipt.js").Facts} facts @param {import("./judge.js").Standing} [said]
 */
const doubtful = (facts, said) =>
  said?.document === "other" ||
  (facts.kind !== "received" && ["replaced", "withdrawn", "unknown"].includes(said?.standing ?? ""));

/**
 * @param {import("../receipt.js").Facts} facts @param {Known} known
 * @param {{asked: boolean, said?: import("./judge.js").Standing}} contact @returns {HTMLElement[]}
 */
function stated(facts, known, { asked, said }) {
  const until = facts.valid_until === null ? null : new Date(facts.valid_until * 1000);
  const list = make("dl", "facts");
  list.append(
    fact("verify.number", ltr(facts.number), "number"),
    fact("verify.body", known.bodies[facts.number.slice(0, 2)] ?? ""),
    fact("verify.service", known.services[facts.service] ?? facts.service),
    fact("verify.filled", moment(new Date(facts.filled_at * 1000))),
    fact("verify.arrived", moment(new Date(facts.received_at * 1000))),
    fact("verify.kind", word(`verify.kind.${facts.kind}`)),
  );
  if (until) list.append(fact("verify.until", day(until)));
  const parts = [];
  if (said?.document) parts.push(make("p", "", word(`verify.document.${said.document}`)));
  if (said && said.standing !== "valid" && facts.kind !== "received")
    parts.push(make("p", "", word(`verify.standing.${said.standing}`)));
  parts.push(make("p", "", word("verify.valid.compare")), list);
  if (until && until.getTime() < Date.now()) parts.push(make("p", "tag draft", word("verify.expired")));
  if (said?.standing === "valid") parts.push(make("p", "", word("verify.standing.valid")));
  else if (!said && asked) parts.push(make("p", "small", word("verify.here")));
  return parts;
}

/** @param {string} key @param {Node | string} value @param {string} [look] */
function fact(key, value, look = "") {
  return make("div", "", make("dt", "", word(key)), make("dd", look, value));
}

/** @param {string} text */
function ltr(text) {
  const isolated = make("bdi", "", text);
  isolated.dir = "ltr";
  return isolated;
}

/** @param {string} tag @param {string} look @param {...(Node | string)} parts @returns {HTMLElement} */
function make(tag, look, ...parts) {
  const element = document.createElement(tag);
  if (look) element.className = look;
  element.append(...parts);
  return element;
}
