/** Choices proposed from what somebody wrote: shown below their text as proposed, taken by a press, never by themselves. */
import { nodes, word } from "../words.js";
import { nameOf, optionWords, read, write } from "./fields.js";
import { button, icon, make } from "./make.js";
import { proposed } from "./proposals.js";

// Long enough that nobody is spoken to in the middle of a word.
const PAUSE = 700;

/** @param {{text: string, fields: Record<string, Record<string, [string, string]>>}} proposals @param {HTMLElement[]} boxes */
export async function propose({ text, fields }, boxes) {
  // On need, so that it is a file of its own: the search of the first page has it too.
  const { searchWords } = await import("../fold.js");
  const boxOf = (/** @type {string} */ id) =>
    /** @type {HTMLElement} */ (boxes.find((box) => box.dataset.field === id));
  const panel = make("div.panel", { role: "status", hidden: "" });
  const own = boxOf(text);
  /** @type {Record<string, string>} */ const taken = {};
  /** @type {any} */ let timer = null;
  let drawn = "";
  own.after(panel);

  function draw() {
    const found = proposed(fields, searchWords(String(read(own) ?? "")));
    const open = Object.keys(fields).filter((id) => found[id] && !boxOf(id).hidden && read(boxOf(id)) === undefined);
    const kept = Object.keys(taken).filter((id) => read(boxOf(id)) === taken[id]);
    const state = [own.hidden, ...kept, ...open.map((id) => found[id])].join(" ");
    if (state === drawn) return; // what is said and has the focus stays
    drawn = state;
    const lines = [...kept.map((id) => line(id, taken[id])), ...open.map((id) => line(id, found[id], take))];
    panel.hidden = own.hidden || !lines.length;
    panel.replaceChildren(...(open.length ? [make("p", null, word("proposal.title"))] : []), ...lines);
  }

  /** @param {string} id @param {string} option @param {(id: string, option: string) => void} [press] */
  function line(id, option, press) {
    const said = { name: nameOf(boxOf(id)), choice: optionWords(boxOf(id), option).join() };
    if (!press) return make("p", { id: `taken-${id}`, tabindex: "-1" }, icon("check"), nodes("proposal.taken", said));
    const label = make("span.unseen", null, ` ${said.choice}`);
    const act = button("button.link", () => press(id, option), word("proposal.take"), label);
    return make("p", null, nodes("proposal.line", said), make("br", null), act);
  }

  /** @param {string} id @param {string} option */
  function take(id, option) {
    taken[id] = option;
    write(boxOf(id), option);
    boxOf(id)
      .querySelector("input, select")
      ?.dispatchEvent(new Event("change", { bubbles: true }));
    draw();
    document.getElementById(`taken-${id}`)?.focus();
  }

  own.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  });
  for (const id of [text, ...Object.keys(fields)]) boxOf(id).addEventListener("change", () => setTimeout(draw));
  draw();
}
