/** The queue by keyboard: arrows or j and k move between rows while one of them has the focus, x marks, / looks for one. */
document.getElementById("rows")?.addEventListener("keydown", (event) => {
  const { key, target, currentTarget, ctrlKey, altKey, metaKey } = /** @type {KeyboardEvent} */ (event);
  if (ctrlKey || altKey || metaKey) return;
  const links = [.../** @type {HTMLElement} */ (currentTarget).querySelectorAll("tbody a")];
  const row = /** @type {HTMLElement} */ (target).closest("tr");
  const at = links.findIndex((link) => row?.contains(link));
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[key];
  if (step) /** @type {HTMLElement} */ (links[at + step] ?? links[at]).focus();
  else if (key === "x") /** @type {HTMLInputElement | null} */ (row?.querySelector(".check"))?.click();
  else if (key === "/") document.getElementById("called")?.focus();
  else return;
  event.preventDefault();
});
