/** What is left before going on: a summary that takes the focus, and the same sentence at each question. */
import { word } from "../words.js";
import { by, make } from "./make.js";

const SHOWN = 10;

/** @typedef {{path: string, sentence: string, open: () => void}} Fault */

/** Shows the summary with a link to each fault, and focuses it. @param {Fault[]} faults */
export function summary(faults) {
  const box = by("faults");
  box.hidden = faults.length === 0;
  if (!faults.length) return;
  box.querySelector("h2 span").textContent = word("form.faults", { n: faults.length });
  box.querySelector("ul").replaceChildren(
    ...faults.slice(0, SHOWN).map(({ path, sentence, open }) => {
      const link = make("a", { href: `#i-${path}` }, sentence);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        open();
      });
      return make("li", null, link);
    }),
    ...(faults.length > SHOWN ? [make("li", null, word("form.faults.more", { n: faults.length - SHOWN }))] : []),
  );
  box.focus();
}

/**
 * The sentence at one question; none takes it away. `odd` is something to look at again that stops nobody.
 * @param {HTMLElement} box @param {string} [sentence] @param {{odd?: boolean}} [how]
 */
export function mark(box, sentence = "", { odd = false } = {}) {
  const line = by(`e-${box.dataset.field}`);
  if (!line) return;
  line.hidden = !sentence;
  line.classList.toggle("odd", odd);
  line.querySelector("span").textContent = sentence;
  box.classList.toggle("wrong", Boolean(sentence) && !odd);
  for (const control of box.querySelectorAll("input, select, textarea")) {
    if (control.closest("[data-field]") !== box) continue;
    if (sentence && !odd) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

/** Moves to the first control of a question. @param {HTMLElement} box */
export function enter(box) {
  const target = [...box.querySelectorAll("input, select, textarea, button")].find(
    (one) => one instanceof HTMLElement && one.offsetParent !== null,
  );
  box.scrollIntoView({ block: "start" });
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}
