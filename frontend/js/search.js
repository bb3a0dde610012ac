/** Finding a service while one types, with or without network. The server does the same in `backend/web/counter/search.py`. */
import { searchWords } from "./fold.js";
import { nodes, word } from "./words.js";

/** @typedef {{code: string, title: string, first: string, rest: string}} Entry */

/** The entries for which every word of the query begins a word of theirs, best first.
 * @param {Entry[]} entries @param {string} query @returns {Entry[]} */
export function find(entries, query) {
  const asked = searchWords(query.slice(0, 80));
  if (!asked.length) return [];
  return entries
    .map((entry) => ({ entry, score: score(asked, entry) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ entry }) => entry);
}

/** @param {string[]} asked @param {Entry} entry */
function score(asked, entry) {
  let total = 0;
  for (const one of asked) {
    const found = begins(entry.first, one) ? 3 : begins(entry.rest, one) ? 1 : 0;
    if (!found) return 0;
    total += found;
  }
  return total;
}

/** @param {string} words @param {string} start */
const begins = (words, start) => ` ${words}`.includes(` ${start}`);

/** Make the box of the first page answer while one types. @param {HTMLElement} results @param {HTMLInputElement} box */
function listen(results, box) {
  const [heading, list, pattern] = [
    results.querySelector("[data-found]"),
    results.querySelector("ul"),
    results.querySelector("template"),
  ];
  const aside = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-aside]"));
  /** @type {Promise<Entry[]> | null} */
  let index = null;
  const entries = () =>
    (index ??= fetch(results.dataset.index ?? "")
      .then((answer) => answer.json())
      .catch(() => {
        index = null;
        return [];
      }));
  const show = async () => {
    const query = box.value.trim();
    results.hidden = !query;
    for (const part of aside) part.hidden = !!query;
    if (!query || !heading || !list || !pattern) return;
    const found = find(await entries(), query);
    if (box.value.trim() !== query) return;
    heading.replaceChildren(found.length ? nodes("found.some", { n: found.length }) : word("found.none"));
    list.replaceChildren(...found.map((entry) => row(pattern, entry)));
  };
  box.addEventListener("focus", entries);
  box.addEventListener("input", show);
  box.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    box.blur();
  });
}

/** @param {HTMLTemplateElement} pattern @param {Entry} entry */
function row(pattern, { code, title }) {
  const item = /** @type {HTMLElement} */ (pattern.content.firstElementChild?.cloneNode(true));
  const [link, what] = [item.querySelector("a"), item.querySelector(".what")];
  link?.setAttribute("href", `${link.getAttribute("href")}${code}`);
  if (what) what.textContent = title;
  return item;
}

if (typeof document !== "undefined") {
  const [results, box] = [document.querySelector("[data-results]"), document.getElementById("q")];
  if (results instanceof HTMLElement && box instanceof HTMLInputElement) listen(results, box);
}
