/**
 * The status line. It speaks of the last authentic answer of our server and of what waits here; it never asks
 * `navigator.onLine`. The first condition that holds is shown: full, refused, never, no contact, waiting, nothing.
 */
import { contact } from "./contact.js";
import { counts } from "./counts.js";
import { icon } from "./icons.js";
import { roomLeft } from "./persist.js";
import { changes } from "./tabs.js";
import { afterwards } from "./turn.js";
import { clock, nodes, since, size } from "./words.js";

const NEARLY_FULL = 20e6;

/** @typedef {{icon: string, tone: string, sentences: [string, Record<string, string | number>][]}} Line */

/**
 * What the sill says.
 * @param {{last: string | null, failing_since: string | null, refused_until: string | null}} known
 * @param {number} waiting requests that only this device has
 * @param {{typing: boolean, now: Date, left?: number | null}} here left: bytes the browser says are free, if it says
 * @returns {Line}
 */
export function line(known, waiting, { typing, now, left = null }) {
  if (left !== null && left < NEARLY_FULL)
    return say("triangle", "full", ["sill.full", { size: size(Math.max(left, 0)) }], ["sill.full_kept", {}]);
  if (known.refused_until) {
    const time = clock(new Date(known.refused_until));
    return say(
      "pause",
      "",
      ["sill.refuses", {}],
      waiting ? ["sill.refuses_kept", { n: waiting, time }] : ["sill.refuses_empty", { time }],
    );
  }
  if (!known.last)
    return say(
      "mast-cut",
      "",
      ["sill.never", {}],
      waiting ? ["sill.never_kept", { n: waiting }] : ["sill.never_empty", {}],
    );
  const time = since(new Date(known.last), now);
  /** @type {[string, Record<string, string | number>]} */
  const rest = waiting ? ["sill.wait", { n: waiting }] : ["sill.nothing", {}];
  if (known.failing_since) return say("mast-cut", "", ["sill.cut", { time }], typing ? ["sill.typing", {}] : rest);
  return say("mast", "", ["sill.contact", { time }], rest);
}

/** @param {string} icon @param {string} tone @param {[string, Record<string, string | number>][]} sentences @returns {Line} */
const say = (icon, tone, ...sentences) => ({ icon, tone, sentences });

const sill = typeof document === "undefined" ? null : document.querySelector("[data-sill]");
let shown = "";

/** Read what is kept and write the line anew, if it says something else than before. */
async function refresh() {
  if (!(sill instanceof HTMLElement)) return;
  try {
    const [known, sums, left] = await Promise.all([contact(), counts(), roomLeft()]);
    const typing = sill.dataset.sill === "flow";
    write(sill, line(known, sums.waiting, { typing, now: new Date(), left }));
    count(sums.waiting + sums.attention);
  } catch {
    // a browser that keeps nothing (private window) leaves the words the page came with
  }
}

/** @param {HTMLElement} place @param {Line} said */
function write(place, said) {
  const key = JSON.stringify(said);
  if (key === shown) return;
  shown = key;
  place.classList.toggle("full", said.tone === "full");
  const [picture, text] = /** @type {HTMLElement[]} */ ([...(place.firstElementChild?.children ?? [])]);
  picture.replaceWith(icon(said.icon));
  text.replaceChildren(
    ...said.sentences.flatMap(([name, values]) => {
      const sentence = document.createElement("span");
      sentence.className = "sentence";
      sentence.append(nodes(name, values));
      return [sentence, " "];
    }),
  );
}

/** How many requests wait or need the person, beside "My requests". @param {number} n */
function count(n) {
  const badge = document.querySelector("[data-count]");
  if (!(badge instanceof HTMLElement)) return;
  badge.hidden = n === 0;
  badge.textContent = String(n);
}

if (sill) {
  afterwards(refresh);
  changes.addEventListener("change", refresh);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}
