/** One card of My requests: what state it is in, in plain words, and the one thing to do. */
import { icon } from "../icons.js";
import { make, own } from "../form/make.js";
import { retry } from "../outbox.js";
import { age, clock, day, isoDay, nodes, since, word } from "../words.js";
import { askToDelete, correct, pdfButton, follow } from "./acts.js";
import { daysWaited, isLoud } from "./order.js";
import { answerBy, objectOf, service } from "./services.js";

/** @typedef {import("./order.js").Entry} Entry */

const LOOKS = {
  attention: ["act", "triangle"],
  waiting: ["sent", "tray"],
  held: ["sent", "clock"],
  draft: ["draft", "pencil"],
  filed: ["done", "window-check"],
};

/** @param {Entry} entry @param {Date} now @param {() => void} redraw @returns {HTMLElement} */
export function card(entry, now, redraw) {
  const loud = entry.kind === "waiting" && isLoud(entry.request.filled_at, now);
  const [tint, picture] = loud ? ["act", "clock"] : LOOKS[entry.kind];
  const needsYou = loud || entry.kind === "attention" ? " needs-you" : "";
  return make(
    "article",
    { class: `card${needsYou}`, "data-state": entry.kind },
    make(
      "header",
      { class: `card-head ${tint}` },
      icon(picture),
      make("strong", {}, word(`requests.state.${entry.kind}`)),
      make("span", { class: "age" }, aged(entry, now)),
    ),
    make("div", { class: "card-body" }, make("h2", {}, service(entry.service).title), ...sentences(entry, now), acts(entry, redraw)),
  );
}

/** @param {Entry} entry @param {Date} now @returns {Node | string} */
function aged(entry, now) {
  if (entry.kind === "draft") return age(new Date(entry.draft.saved_at), now);
  const { filled_at, filed_at } = entry.request;
  if (entry.kind !== "filed") return nodes("requests.filled", { when: when(filled_at, now) });
  return dated(new Date(filed_at ?? filled_at), now);
}

/** @param {string} iso @param {Date} now */
function when(iso, now) {
  const moment = new Date(iso);
  return isoDay(moment) === isoDay(now) ? word("date.today_at", { time: clock(moment) }) : since(moment, now);
}

/** Without the year when it is this one. @param {Date} moment @param {Date} now */
const dated = (moment, now) => day(moment, { year: isoDay(moment).slice(0, 4) !== isoDay(now).slice(0, 4) });

/** @param {Entry} entry @param {Date} now @returns {Node[]} */
function sentences(entry, now) {
  if (entry.kind === "draft") return [line(objectOf(entry.service, entry.draft.answers)), line(progress(entry.draft))].flat();
  const { request } = entry;
  const object = line(objectOf(entry.service, request.answers));
  if (entry.kind === "attention") return [...object, ...line(reason(request))];
  if (entry.kind === "waiting") return [...object, ...line(waiting(request, now)), ...(daysWaited(request.filled_at, now) ? line(nodes("requests.waiting.days", { n: daysWaited(request.filled_at, now) })) : [])];
  if (entry.kind === "held") return [...object, ...line(word(`requests.held.${request.outcome?.outcome ?? "waiting"}`))];
  const answer = answerBy(entry.service, new Date(request.filed_at ?? request.filled_at));
  const number = request.receipt ? [make("p", {}, own(request.receipt.number))] : [];
  return [...number, ...(answer ? line(nodes("requests.answer_before", { day: dated(answer, now) })) : object)];
}

/** @param {Node | string} text @returns {Node[]} */
const line = (text) => (text ? [make("p", {}, text)] : []);

/** @param {import("../drafts.js").Draft} draft */
function progress(draft) {
  const { steps } = service(draft.service);
  const step = draft.step === null ? -1 : steps.indexOf(draft.step);
  return step < 0 ? word("requests.draft.begun") : nodes("requests.draft.step", { step: step + 1, steps: steps.length });
}

/** Why the server did not take it. @param {import("../outbox.js").Request} request */
function reason(request) {
  if (request.last_error === "http.413" || request.last_error === "too_large") return word("requests.attention.too_big");
  return word(request.outcome?.fields ? "requests.attention.fields" : "requests.attention.other");
}

/** @param {import("../outbox.js").Request} request @param {Date} now @returns {Node | string} */
export function waiting(request, now) {
  if (!request.last_try_at) return word("requests.waiting.first");
  const next = request.next_try_at && Date.parse(request.next_try_at) > now.getTime() ? new Date(request.next_try_at) : null;
  const last = since(new Date(request.last_try_at), now);
  return next ? nodes("requests.waiting.tried", { last, next: clock(next) }) : nodes("requests.waiting.trying", { last });
}

/** @param {Entry} entry @param {() => void} redraw */
function acts(entry, redraw) {
  const lang = document.documentElement.lang;
  const { id } = entry;
  const focus = { "data-focus": id };
  const details = make("a", { class: "link", href: `#${id}` }, word("requests.act.details"));
  const row = (/** @type {Node[]} */ ...parts) => make("div", { class: "acts" }, ...parts);
  switch (entry.kind) {
    case "draft":
      return row(
        make("a", { class: "button second", href: `/${lang}/services/${entry.service}/form#draft=${id}`, ...focus }, word("requests.act.resume")),
        make("button", { class: "link", type: "button", click: () => askToDelete(entry.draft, redraw) }, word("requests.act.delete")),
      );
    case "attention":
      return row(entry.request.outcome?.outcome === "refused" ? correct(entry.request) : send(id), details);
    case "waiting":
      return row(send(id), details);
    case "held":
      return row(make("a", { class: "button second", href: `#${id}`, ...focus }, word("requests.act.details")));
    default:
      return row(pdfButton(entry.request, "requests.act.pdf", "button second"), follow(entry.request, "requests.act.follow", "link"));
  }
}

/** @param {string} id */
const send = (id) =>
  make("button", { class: "button second", type: "button", "data-focus": id, click: (/** @type {Event} */ event) => {
    /** @type {HTMLElement} */ (event.currentTarget).textContent = word("requests.act.sending");
    retry(id);
  } }, word("requests.act.send"));
