/** One card of My requests: what state it is in, in plain words, and the one thing to do. */
import { button, icon, make, own } from "../make.js";
import { age, clock, day, hasWord, isoDay, nodes, since, word } from "../words.js";
import { askToDelete, askToDiscard, correct, correctFiled, follow, formOf, pdfButton, send } from "./acts.js";
import { daysWaited, isLoud } from "./order.js";
import { answerBy, objectOf, service } from "./services.js";

/** @typedef {import("./order.js").Entry} Entry */
/** @typedef {import("../outbox.js").Request} Request */

const LOOKS = {
  attention: ["act", "triangle"],
  correction: ["act", "pencil"],
  waiting: ["sent", "tray"],
  held: ["sent", "clock"],
  draft: ["draft", "pencil"],
  filed: ["done", "window-check"],
};

/** @param {Entry} entry @param {Date} now @param {() => void} redraw @returns {HTMLElement} */
export function card(entry, now, redraw) {
  const loud = entry.kind === "waiting" && isLoud(entry.request.filled_at, now);
  const [tint, picture] = loud ? ["act", "clock"] : LOOKS[entry.kind];
  const look = loud || ["attention", "correction"].includes(entry.kind) ? "article.card.needs-you" : "article.card";
  const state = make("strong", null, word(`requests.state.${entry.kind}`));
  return make(
    look,
    { "data-state": entry.kind },
    make(`header.card-head.${tint}`, null, icon(picture), state, make("span.age", null, aged(entry, now))),
    make(
      "div.card-body",
      null,
      make("h2", null, named(entry)),
      ...sentences(entry, now).map((text) => make("p", null, text)),
      make("div.acts", null, ...acts(entry, redraw)),
    ),
  );
}

/** The service; of a filed request, the way to its receipt. @param {Entry} entry @returns {Node | string} */
function named({ kind, id, service: code }) {
  const { title } = service(code);
  return kind === "filed" || kind === "correction" ? make("a", { href: `#${id}` }, title) : title;
}

/** @param {Entry} entry @param {Date} now @returns {Node | string} */
function aged(entry, now) {
  if (entry.kind === "draft") return age(new Date(entry.draft.saved_at), now);
  const { filled_at, filed_at } = entry.request;
  if (entry.kind === "filed" || entry.kind === "correction") return dated(new Date(filed_at ?? filled_at), now);
  const filled = new Date(filled_at);
  if (isoDay(filled) === isoDay(now)) return nodes("requests.filled_today", { time: clock(filled) });
  return nodes("requests.filled_on", { day: dated(filled, now) });
}

/** Without the year when it is this one. @param {Date} moment @param {Date} now */
const dated = (moment, now) => day(moment, { year: isoDay(moment).slice(0, 4) !== isoDay(now).slice(0, 4) });

/** Empty ones are left out. @param {Entry} entry @param {Date} now @returns {(Node | string)[]} */
function sentences(entry, now) {
  const of = entry.kind === "draft" ? entry.draft : entry.request;
  return [of.for ? nodes("requests.for", { name: of.for.name }) : "", ...plainly(entry, now)].filter(Boolean);
}

/** @param {Entry} entry @param {Date} now @returns {(Node | string)[]} */
function plainly(entry, now) {
  const object = objectOf(entry.service, entry.kind === "draft" ? entry.draft.answers : entry.request.answers);
  if (entry.kind === "draft") return [object, progress(entry.draft)];
  const { request } = entry;
  if (entry.kind === "correction") return [object, asked(request)];
  if (entry.kind === "attention") return [object, reason(request)];
  if (entry.kind === "waiting") return [object, waiting(request, now), patience(request, now)];
  if (entry.kind === "held") {
    return [object, word(`requests.held.${request.outcome?.outcome ?? "waiting"}`)];
  }
  const state = request.dossier?.state ?? "filed";
  if (state !== "filed") return [request.receipt ? own(request.receipt.number) : "", word(`follow.state.${state}`)];
  const answer = answerBy(entry.service, new Date(request.filed_at ?? request.filled_at));
  const number = request.receipt ? own(request.receipt.number) : "";
  return [number, answer ? nodes("requests.answer_before", { day: dated(answer, now) }) : object];
}

/** What the body asks for, in its own words. @param {Request} request */
const asked = ({ dossier }) => {
  const said = dossier?.messages?.filter((/** @type {any} */ one) => one.act === "ask_correction").pop();
  return said ? make("span.said", { dir: "auto" }, said.text) : word("requests.correction.text");
};

/** @param {import("../drafts.js").Draft} draft */
function progress(draft) {
  const { steps } = service(draft.service);
  const step = draft.step === null ? -1 : steps.indexOf(draft.step);
  if (step < 0) return word("requests.draft.begun");
  return nodes("requests.draft.step", { step: step + 1, steps: steps.length });
}

/** Why the server did not take it. @param {Request} request */
function reason({ last_error, outcome }) {
  if (last_error?.endsWith("too_large")) return word("requests.attention.too_big");
  if (outcome?.fields) return word("requests.attention.fields");
  const why = `refusal.${outcome?.code}`;
  return `${hasWord(why) ? `${word(why)} ` : ""}${word("requests.attention.other")}`;
}

/** Where it is and when the next try comes. @param {Request} request @param {Date} now @returns {Node | string} */
export function waiting({ last_try_at, next_try_at }, now) {
  if (!last_try_at) return word("requests.waiting.first");
  const last = since(new Date(last_try_at), now);
  const next = next_try_at ? new Date(next_try_at) : now;
  if (next <= now) return nodes("requests.waiting.trying", { last });
  return nodes("requests.waiting.tried", { last, next: clock(next) });
}

/** What to do after a day and more. @param {Request} request @param {Date} now */
function patience({ filled_at }, now) {
  const days = daysWaited(filled_at, now);
  return days ? nodes("requests.waiting.days", { n: days }) : "";
}

/** One button and one link. @param {Entry} entry @param {() => void} redraw @returns {Node[]} */
function acts(entry, redraw) {
  const details = make("a.link", { href: `#${entry.id}` }, word("requests.act.details"));
  switch (entry.kind) {
    case "draft": {
      const { draft } = entry;
      const resume = { href: formOf(draft), "data-focus": draft.id };
      return [
        make("a.button.second", resume, word("requests.act.resume")),
        button("button.link", () => askToDelete(draft, redraw), word("requests.act.delete")),
      ];
    }
    case "attention":
      if (entry.request.outcome?.outcome !== "refused") return [correct(entry.request), details];
      return [
        correct(entry.request),
        button("button.link", () => askToDiscard(entry.request), word("requests.act.delete")),
      ];
    case "correction":
      return [correctFiled(entry.request), details];
    case "waiting":
      return [send(entry.id, "button.button.second", "requests.act.send"), details];
    case "held":
      return [make("a.button.second", { href: `#${entry.id}` }, word("requests.act.details"))];
    default:
      return [
        pdfButton(entry.request, "button.button.second", "requests.act.pdf"),
        follow(entry.request, "button.link", "requests.act.follow"),
      ];
  }
}
