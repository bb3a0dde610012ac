/** One dossier of the day: what was filed, what was decided here, and what may be decided. */
import { button, icon, make, own } from "../make.js";
import { discard } from "../outbox.js";
import { hasWord, moment, nodes, word } from "../words.js";
import { decide } from "./acts.js";
import { causeOf } from "./causes.js";

/** @typedef {import("./locker.js").Dossier} Dossier */
/** @typedef {import("./acts.js").Request} Request */

/** @param {Dossier} dossier @param {Request | undefined} request @param {() => void} done @returns {HTMLElement} */
export function sheet(dossier, request, done) {
  // Ours, and escaped by the server that signed in with this device; parsed, so that nothing in it runs.
  const read = new DOMParser().parseFromString(dossier.html, "text/html");
  const changed = request?.state === "attention";
  // What is decided anew, or next, is decided on what the centre has: it is fetched first.
  const known = request?.outcome?.current ?? request?.dossier;
  const ended = changed || request?.state === "filed";
  const open = !request || (ended && (!known || known.revision <= dossier.revision));
  return make(
    "div.read",
    null,
    make(
      "div",
      null,
      make("h2", { tabindex: "-1" }, dossier.title),
      make("p.lead", null, own(dossier.number), " · ", make("bdi", null, dossier.name)),
      make("p", null, make("span.tag.sent", null, icon("document"), dossier.state_name)),
      ...[...read.body.childNodes].map((node) => document.importNode(node, true)),
    ),
    make(
      "aside.do",
      null,
      request && standing(request, dossier, done),
      ...(open ? dossier.acts.map((act) => form(dossier, act, changed ? request : undefined, done)) : []),
    ),
  );
}

/** @param {Request} request @param {Dossier} dossier @param {() => void} done */
function standing(request, dossier, done) {
  const { envelope, outcome, filled_at } = request;
  const act = dossier.acts.find(({ id }) => id === envelope?.act)?.label ?? envelope?.act ?? "";
  const said = [act, envelope?.answers?.text].filter(Boolean).join(word("day.colon"));
  if (request.state === "attention") {
    const both = make(
      "div",
      null,
      make("h4", null, word("day.yours")),
      make("p.said", { dir: "auto" }, said),
      make("h4", null, word("day.centre")),
      make("p", null, outcome?.current ? word(`workflow.state.${outcome.current.state}`) : dossier.state_name),
    );
    const forget = button(
      "button.button.second",
      async () => {
        await discard(request.id);
        done();
      },
      word("day.dismiss"),
    );
    const code = outcome?.code === "dossier.changed" ? "day.changed" : `refusal.${outcome?.code}`;
    const text = word(hasWord(code) ? code : "day.refused");
    return make(
      "section.card.needs-you.panel",
      { id: "conflict" },
      make("p", null, icon("triangle"), " ", text),
      both,
      forget,
    );
  }
  const waits = request.state === "waiting";
  const written = waits && dossier.acts.find(({ id }) => id === envelope?.act)?.letter;
  return make(
    "section.provisional",
    { "data-state": request.state },
    make(
      "p.provisional-head",
      null,
      icon(waits ? "tray" : "check"),
      make("span", null, word(`day.state.${request.state}`)),
    ),
    make(
      "div.provisional-body",
      null,
      make("p.said", { dir: "auto" }, said),
      make("p.small", null, moment(new Date(filled_at))),
      waits && make("p.on-paper.stamp", null, word("day.stamp")),
    ),
    waits && button("button.button.second", () => print(), icon("document"), word("day.print")),
    written && letter(written, envelope?.answers?.text, new Date(filled_at)),
  );
}

/** The decision as its letter will tell it, for the printer. @param {string} written @param {string} motives @param {Date} at */
function letter(written, motives, at) {
  const page = new DOMParser().parseFromString(written, "text/html");
  const found = /** @type {HTMLElement} */ (
    document.importNode(/** @type {Node} */ (page.body.firstElementChild), true)
  );
  /** @type {HTMLElement} */ (found.querySelector("[data-motives]")).textContent = motives;
  const { lang, dir } = document.documentElement; // the day is told in the desk's language
  found.querySelector("[data-decided]")?.append(make("bdi", { lang, dir }, moment(at)));
  return found;
}

/**
 * @param {Dossier} dossier @param {Dossier["acts"][number]} act @param {Request | undefined} before what was decided on an older state
 * @param {() => void} done
 */
function form(dossier, act, before, done) {
  const again = before?.envelope?.act === act.id ? before.envelope.answers : {};
  const text = /** @type {HTMLTextAreaElement} */ (
    make("textarea.text", { id: `text-${act.id}`, rows: "4", maxlength: "4000", required: "" })
  );
  text.defaultValue = again.text ?? "";
  const told = make("p.fault", { role: "alert", hidden: "" });
  const key = `dossier.text.${act.id}`;
  const origin = act.causes ? causeOf(act.causes, act.id, again.cause) : undefined;
  const label = ["message", "answer"].includes(act.id) ? word(key) : word("dossier.text");
  const box = make(
    "form",
    null,
    told,
    act.proposals.length > 0 && choices("proposal", "radio", act.proposals, [again.proposal], "dossier.proposal"),
    act.fields.length > 0 && choices("field", "checkbox", act.fields, again.fields ?? [], "dossier.fields.which"),
    origin?.box,
    act.text && make("div.field", null, make("label.label", { for: `text-${act.id}` }, label), text),
    make("p.field", null, make("button.button", null, act.label)),
  );
  box.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = (/** @type {string} */ name) =>
      [...box.querySelectorAll(`[name=${name}]:checked`)].map((one) => /** @type {HTMLInputElement} */ (one).value);
    const [fields, proposal] = [chosen("field"), chosen("proposal")[0]];
    const cause = origin?.chosen();
    const missing =
      (act.text && text.value.trim().length < 3 && "dossier.text") ||
      (act.fields.length && !fields.length && "dossier.fields") ||
      (act.proposals.length && !proposal && "dossier.proposal") ||
      (origin && !cause && "dossier.cause");
    if (missing) {
      told.replaceChildren(nodes(`refusal.${missing}`, { least: 3, most: 4000 }));
      told.hidden = false;
      return;
    }
    const answers = {
      ...(act.text ? { text: text.value } : {}),
      ...(fields.length ? { fields } : {}),
      ...(proposal ? { proposal } : {}),
      ...(cause ? { cause } : {}),
    };
    try {
      await decide(dossier, act, answers);
    } catch (reason) {
      // What an authenticator throws: called off, too late, not the one asked for.
      if (/** @type {Error} */ (reason).name !== "NotAllowedError") throw reason;
      told.replaceChildren(word("day.not_signed"));
      told.hidden = false;
      return;
    }
    done();
  });
  return make("details", before && again.text ? { open: "" } : null, make("summary", null, act.label), box);
}

/** @param {string} name @param {string} type @param {{id: string, label: string}[]} all @param {(string | undefined)[]} chosen @param {string} legend */
function choices(name, type, all, chosen, legend) {
  const boxes = all.map(({ id, label }) =>
    make(
      "label",
      null,
      make("input.check", { type, name, value: id, ...(chosen.includes(id) ? { checked: "" } : {}) }),
      make("span", null, label),
    ),
  );
  return make("fieldset.field", null, make("legend.label", null, word(legend)), make("div.asks", null, ...boxes));
}
