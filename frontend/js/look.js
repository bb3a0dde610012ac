/** Light or dark by hand (Help), and a language switch that takes the draft along. */

const root = document.documentElement;

/** What the person chose in Help, or "" to follow the system. @returns {string} */
export function look() {
  try {
    return localStorage.getItem("shubbak.look") || "";
  } catch {
    return "";
  }
}

/** Keep the choice on this device and show it. @param {string} theme */
export function choose(theme) {
  try {
    localStorage.setItem("shubbak.look", theme);
  } catch {
    // a browser that keeps nothing still shows the choice until the page closes
  }
  show(theme);
}

/** @param {string} theme */
function show(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

show(look());
for (const radio of document.querySelectorAll("input[name=look]")) {
  if (!(radio instanceof HTMLInputElement)) continue;
  radio.checked = radio.value === look();
  radio.addEventListener("change", () => choose(radio.value));
}

// The draft's id stands in the address: the other language opens the same draft.
for (const link of document.querySelectorAll("a[data-switch]")) {
  if (!(link instanceof HTMLAnchorElement)) continue;
  link.addEventListener("click", () => {
    link.search = location.search;
    link.hash = location.hash;
  });
}
