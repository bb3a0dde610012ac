/** What runs behind every page: keeping the site for later, sending what waits, telling of a new version. */
import { startSending } from "./sending.js";
import { afterwards } from "./turn.js";
import { startWorker } from "./update.js";
import { word } from "./words.js";

/** @param {() => void} takeOver */
function tell(takeOver) {
  const place = document.querySelector("[data-news]");
  if (!(place instanceof HTMLElement)) return;
  const text = document.createElement("p");
  text.textContent = word("update.ready");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = word("update.use");
  button.addEventListener("click", takeOver);
  place.className = "news";
  place.replaceChildren(text, button);
  place.hidden = false;
}

afterwards(() => {
  startWorker(document.documentElement.lang, tell);
  startSending();
});
