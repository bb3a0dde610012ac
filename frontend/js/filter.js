/** The list of services while one types: the server filters through htmx; without an answer the list filters itself. */
import { searchWords } from "./fold.js";

const form = document.querySelector(".filter");
const list = document.getElementById("found");

/** Hide the rows whose words do not begin with those typed, and the bodies left without a row. @param {string} query */
function filterHere(query) {
  const asked = searchWords(query);
  for (const row of list?.querySelectorAll("li") ?? []) {
    const words = ` ${searchWords(row.textContent ?? "").join(" ")}`;
    row.hidden = !asked.every((one) => words.includes(` ${one}`));
  }
  for (const body of /** @type {NodeListOf<HTMLElement>} */ (list?.querySelectorAll("section") ?? [])) {
    body.hidden = !body.querySelector("li:not([hidden])");
  }
}

form?.addEventListener("htmx:error", () => {
  const box = form.querySelector("input");
  filterHere(box?.value ?? "");
});
