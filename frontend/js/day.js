/** The desk without a network: takes along, opens with a code, shows the list or one dossier, and goes in the evening. */
import { decided } from "./day/acts.js";
import { begin, dossiers, taken, unlock, wipe } from "./day/locker.js";
import { sheet } from "./day/sheet.js";
import { fetchDay, store } from "./day/taking.js";
import { button, icon, make, own } from "./make.js";
import { changes, flush } from "./outbox.js";
import { person } from "./person.js";
import { day as dayWord, isoDay, nodes, word } from "./words.js";

const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const locked = /** @type {HTMLFormElement} */ (place("locked"));
const pin = /** @type {HTMLInputElement} */ (place("pin"));
/** @type {CryptoKey | undefined} */ let key;

document.querySelector(".unscripted")?.remove();

/** @param {string} text */
function say(text) {
  place("said").textContent = text;
  place("said").hidden = !text;
}

/** What was taken along by whoever is signed in here: nobody decides with another's code, in their own name. */
async function mine() {
  const kept = await taken();
  return kept?.person === (await person())?.person ? kept : undefined;
}

async function draw() {
  const here = await mine();
  if (!here) key = undefined;
  locked.hidden = Boolean(key);
  place("why").textContent = word(here ? "day.open.why" : "day.take.why");
  /** @type {HTMLElement} */ (locked.querySelector("button")).textContent = word(here ? "day.open" : "day.take");
  place("day").replaceChildren(...(key ? await content(key) : []));
  document.body.classList.toggle("lettered", Boolean(document.querySelector(".letter")));
}

/** @param {CryptoKey} key @returns {Promise<Node[]>} */
async function content(key) {
  const [all, acts] = [await dossiers(key), await decided()];
  const asked = all.find(({ number }) => number === decodeURIComponent(location.hash.slice(1)));
  if (asked) {
    const back = make("a.back", { href: "#" }, icon("back"), make("u", null, word("day.list")));
    return [back, sheet(asked, acts.get(asked.number), draw)];
  }
  const waiting = [...acts.values()].filter(({ state }) => state === "waiting").length;
  return [
    make("p", { role: "status" }, nodes("day.count", { n: all.length }), " ", nodes("day.waiting", { n: waiting })),
    make("ul.plain", null, ...all.map((one) => line(one, acts.get(one.number)))),
    make(
      "div.narrow",
      null,
      button("button.button.second", refresh, word("day.refresh")),
      button("button.button.second", leave, word("day.wipe")),
    ),
  ];
}

/** @param {import("./day/locker.js").Dossier} one @param {import("./outbox.js").Request | undefined} act */
function line(one, act) {
  const late = one.due_on && one.due_on < isoDay(new Date());
  const due = one.due_on ? nodes("day.due", { day: dayWord(new Date(`${one.due_on}T12:00:00+01:00`)) }) : "";
  const state = act && make("strong", null, word(`day.state.${act.state}`));
  return make(
    act?.state === "attention" ? "li.card.panel.needs-you" : "li.card.panel",
    { "data-number": one.number },
    make("h2", null, make("a", { href: `#${one.number}` }, one.title)),
    make("p", null, own(one.number), " · ", make("bdi", null, one.name), " · ", one.state_name),
    make(late ? "p.time.late" : "p.small", null, late ? icon("clock") : "", " ", due),
    state && make("p", null, state),
  );
}

locked.addEventListener("submit", async (event) => {
  event.preventDefault();
  say("");
  const code = pin.value;
  pin.value = "";
  if (await mine()) {
    key = await unlock(code);
    if (!key) say(word((await taken()) ? "day.wrong" : "day.gone"));
    return draw();
  }
  await take((person) => begin(code, person));
});

/** @param {(person: string) => Promise<CryptoKey>} opened */
async function take(opened) {
  try {
    const { person, found } = await fetchDay((done, total) =>
      place("day").replaceChildren(make("p", { role: "status" }, nodes("day.coming", { done, total }))),
    );
    // Shown once all of it is here, the page itself too: whoever sees the list may leave the network.
    const fresh = await opened(person);
    await store(fresh, found);
    key = fresh;
    say("");
  } catch (error) {
    say(word(/** @type {any} */ (error).status === 403 ? "day.stranger" : "day.no_contact"));
  }
  await draw();
}

async function refresh() {
  await flush("retry").catch(() => {});
  await take(async (person) => {
    // Another agent may have come in meanwhile: their dossiers are not sealed under this one's code.
    if (person !== (await mine())?.person) throw Object.assign(new Error("stranger"), { status: 403 });
    return /** @type {CryptoKey} */ (key);
  });
}

async function leave() {
  await wipe();
  key = undefined;
  await draw();
}

addEventListener("hashchange", async () => {
  await draw();
  scrollTo(0, 0);
  /** @type {HTMLElement | null} */ (document.querySelector("#day h2, h1"))?.focus();
});
// Nothing that is being written goes because something else was sent, or the network came back.
const writing = () => [...document.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
changes.addEventListener("change", () => writing() || draw());
// A day that is over goes also from a page that was left open.
setInterval(async () => key && !(await taken()) && draw(), 60_000);
draw();
