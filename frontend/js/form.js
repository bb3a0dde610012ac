/** The form page: one section at a time, everything typed kept on the device, filed from the last section. */
import { holdDraft, saveDraft } from "./drafts.js";
import { autosave } from "./form/autosave.js";
import { enter, mark, summary } from "./form/faults.js";
import { choose, read } from "./form/fields.js";
import { fillPage, freshlyOpened } from "./form/filling.js";
import { keepOnLeaving } from "./form/leaving.js";
import { by } from "./form/make.js";
import { goneOn, notice, opening, troubled } from "./form/opening.js";
import { faultsIn, following, placeHash, previous, readPlace, sections, unfinished } from "./form/steps.js";
import { sentence } from "./form/values.js";
import { drawWindows } from "./form/windows.js";
import { person } from "./person.js";
import { checkAnswers, pruned } from "./rules.js";
import { clockDifference } from "./time.js";
import { goesFirst } from "./turn.js";
import { vaultOpens } from "./vault.js";
import { clock, isoDay, word } from "./words.js";

const page = by("form");
const { form, heads, newest, unnamed } = JSON.parse(by("shape").textContent);
const everySection = [...page.querySelectorAll("section[data-step]")];
const serviceTitle = by("title").firstElementChild.textContent;
const servicePage = by("back").href;
let difference = 0;
const now = () => new Date(Date.now() + difference);
const today = () => isoDay(now());

/** @type {import("./drafts.js").Draft & {reached?: string}} */ let draft;
/** @type {ReturnType<typeof autosave>} */ let saving;
/** @type {{errors: Record<string, string>, warnings: Record<string, string>, shown: Set<string>}} */ let judged;
/** @type {undefined | ((all: typeof judged) => Set<string>)} what of it a correction asks */ let narrowed;
let step = "";
let busy = false;
let filed = false;
let reading = false;
/** @type {Map<string, import("./form/filling.js").Table>} */ let tables = new Map();

/** What is asked and what is wrong, of the answers as they would be filed. */
function judge() {
  const kept = pruned(form, draft.answers, today());
  const { shown } = checkAnswers(form, kept, draft.files, today());
  judged = checkAnswers(
    form,
    kept,
    draft.files.filter(({ field }) => shown.has(field)),
    today(),
  );
  if (narrowed) judged.shown = narrowed(judged);
  return judged;
}

/** @param {ParentNode} [within] @returns {HTMLElement[]} */
const boxes = (within = page) =>
  [...within.querySelectorAll("[data-field]")].map((box) => /** @type {HTMLElement} */ (box));
/** @param {string} path @returns {HTMLElement | null} */
const boxOf = (path) => page.querySelector(`[data-field="${path}"]`);
const all = () => sections(form, judged.shown);

function refresh() {
  judge();
  paint();
}

/** Shows what these answers ask for and hides the rest. */
function paint() {
  for (const box of boxes()) {
    const path = box.dataset.field ?? "";
    box.hidden = !judged.shown.has(path);
    if (box.classList.contains("wrong") && !(`answers.${path}` in judged.errors) && !(`files.${path}` in judged.errors))
      mark(box);
  }
  drawWindows(all(), step, (to) => placeHash({ draft: draft.id, step: to }), passed());
}

/** The sections behind the one furthest reached, where nothing is left. */
function passed() {
  const left = unfinished(form, judged.errors);
  const furthest =
    draft.reached === "check" ? all().length : Math.max(all().indexOf(draft.reached ?? ""), all().indexOf(step));
  return all().filter((name, at) => at < furthest && !left.has(name));
}

/** Something was typed, chosen, added or removed. */
function changed() {
  if (!readPlace(location.hash).draft) history.replaceState(null, "", placeHash({ draft: draft.id, step }));
  refresh();
  saving.touch();
}

/** @param {Event} event */
function typed(event) {
  const box = /** @type {Element} */ (event.target).closest?.("[data-field]");
  if (!(box instanceof HTMLElement) || ["file", "table"].includes(box.dataset.kind ?? "")) return;
  const [field, row, column] = (box.dataset.field ?? "").split(".");
  const value = read(box);
  const holder = column ? draft.answers[field][Number(row)] : draft.answers;
  if (value === undefined) delete holder[column ?? field];
  else holder[column ?? field] = value;
  choose(box);
  changed();
  if (event.type === "change") lookAgain(box);
}

/** A number that looks odd is told when it is left, and stops nobody. @param {HTMLElement} box */
function lookAgain(box) {
  const path = `answers.${box.dataset.field}`;
  if (box.classList.contains("wrong")) return;
  const code = judged.warnings[path];
  mark(box, code ? sentence(form.code, path, code) : "", { odd: true });
}

/** @param {string | null} wanted @param {{focus?: boolean}} [how] */
function show(wanted, { focus = true } = {}) {
  step = wanted === "check" || all().includes(wanted ?? "") ? String(wanted) : all()[0];
  const furthest = all().indexOf(draft.reached ?? "");
  if (step === "check" || (draft.reached !== "check" && all().indexOf(step) > furthest)) draft.reached = step;
  draft.step = step;
  for (const section of everySection) section.hidden = section.dataset.step !== step;
  const section = everySection.find((one) => !one.hidden);
  const title = step === "check" ? word("form.check.title") : section.querySelector("h2").textContent;
  by("title").textContent = title;
  document.title = `${title} · ${serviceTitle}`;
  for (const says of by("go").querySelectorAll("[data-says]"))
    says.hidden = says.dataset.says !== (step === "check" ? "check" : "step");
  by("go")
    .querySelector(".icon")
    .toggleAttribute("hidden", step === "check");
  const before = previous(all(), step);
  by("back").href = before ? placeHash({ draft: draft.id, step: before }) : servicePage;
  summary([]);
  paint();
  by("after").hidden = step !== "check";
  if (step === "check") drawAnswers();
  for (const table of tables.values()) table.draw();
  if (focus) {
    window.scrollTo(0, 0);
    by("title").focus();
  }
}

async function drawAnswers() {
  const [{ drawCheck }, names] = await Promise.all([import("./form/check.js"), filer()]);
  // Before the answers: nothing may move under the finger that is about to tick the declaration.
  if (names) await names.drawFiler(draft, today(), saving.touch);
  else document.getElementById("filer")?.remove();
  drawCheck(form, draft, judged, all(), (to) => placeHash({ draft: draft.id, step: to }), reading);
}

/** Where one may stay unknown and gave no name, nothing ties the request to the others of this device. */
const unknown = () =>
  draft.corrects || draft.amends
    ? draft.anonymous
    : Boolean(unnamed) && !(unnamed in pruned(form, draft.answers, today()));

/** What names the filer and signs, where somebody is signed in who does not want to stay unknown. */
const filer = async () => (!unknown() && (await person()) ? import("./form/filer.js") : undefined);

/** @param {string} to */
function goTo(to) {
  history.pushState(null, "", placeHash({ draft: draft.id, step: to }));
  goneOn();
  show(to);
  saving.touch();
  return saving.flush();
}

/** What is left in the section on the page, with its words and the way to it. */
function faultsHere() {
  return faultsIn(form, judged.errors, step).map(([path, code]) => {
    const [at, field, row] = [path.slice(path.indexOf(".") + 1), ...path.split(".").slice(1)];
    const said = sentence(form.code, path, code);
    const table = row === undefined ? undefined : tables.get(field);
    const open = () => {
      table?.open(Number(row));
      const box = boxOf(at) ?? boxOf(field);
      if (box) enter(box);
    };
    return { path: at, said, sentence: table ? table.named(Number(row), said) : said, open };
  });
}

/** Tells what is left in the section on the page; true if nothing is. */
function settled() {
  for (const table of tables.values()) table.close();
  refresh();
  const faults = faultsHere();
  const section = everySection.find((one) => !one.hidden);
  for (const box of boxes(section)) mark(box, faults.find(({ path }) => path === box.dataset.field)?.said);
  for (const table of tables.values()) table.draw();
  summary(faults);
  return faults.length === 0;
}

/** @param {Event} event */
async function pressed(event) {
  event.preventDefault();
  if (busy || !settled()) return;
  const left = unfinished(form, judged.errors);
  if (step !== "check") return goTo(following(all(), step, left, draft.reached === "check"));
  const first = all().find((name) => left.has(name));
  if (first) {
    await goTo(first);
    return settled();
  }
  busy = true;
  const names = await filer();
  if (names && !names.confirmed()) {
    busy = false;
    return;
  }
  await saving.flush();
  const { file } = await import("./form/filing.js");
  const answers = pruned(form, draft.answers, today());
  const files = draft.files.filter(({ field }) => judged.shown.has(field));
  filed = await file({ ...draft, answers, files, anonymous: unknown() }, await names?.proving());
  busy = filed;
}

function moved() {
  const place = readPlace(location.hash);
  if (place.draft && place.draft !== draft.id) return location.reload();
  if (location.hash === "" || place.step || place.draft) show(place.step);
}

function sayKept() {
  by("kept").hidden = false;
  by("kept").querySelector("span").textContent = word("form.kept", { time: clock(new Date(draft.saved_at)) });
}

/** What was filed is no draft any more, whatever is still typed before the page goes. */
const save = async () => {
  if (!filed) await saveDraft(draft);
};

const saved = () => {
  troubled(null);
  sayKept();
};

/** Where nothing can be kept, the page is the one for browsers without scripts. */
function plainly() {
  page.dataset.road = "plain";
  by("title").textContent = serviceTitle;
  by("windows").remove();
}

async function start() {
  // Asked for together: each answer of the disk is waited for on a slow phone.
  const known = Promise.all([opening(form, newest), clockDifference()]);
  known.catch(() => {});
  if (!(await vaultOpens())) return plainly();
  const [found, behind] = await known;
  if (!found) return;
  draft = found.draft;
  if (draft.amends) narrowed = (await import("./amended.js")).narrowing(form, draft);
  difference = behind;
  // Nobody else knows of a new draft: its lock is not waited for.
  const holding = holdDraft(draft.id);
  const held = !found.kept || (await holding).held;
  saving = autosave(save, { saved, failed: troubled });
  for (const plain of document.querySelectorAll("[data-plain]")) /** @type {HTMLElement} */ (plain).hidden = true;
  const adopt = !found.kept && freshlyOpened();
  tables = fillPage(boxes(), { form, heads, draft, now: now(), changed, errors: () => judged.errors }, adopt);
  judge();
  page.dataset.ready = "";
  if (!held) {
    reading = true;
    notice("reading");
    return show("check", { focus: false });
  }
  page.addEventListener("input", typed);
  page.addEventListener("change", typed);
  page.addEventListener("submit", pressed);
  window.addEventListener("popstate", moved);
  keepOnLeaving(saving);
  if (found.kept) sayKept();
  show(readPlace(location.hash).step ?? (found.kept ? draft.step : null), { focus: false });
  if (adopt && Object.keys(draft.answers).length) changed();
}

goesFirst(start());
