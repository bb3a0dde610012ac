/** One request: the provisional sheet, dashed, or the official receipt, in the arch. They must never look alike. */
import { icon } from "../icons.js";
import { make, own } from "../form/make.js";
import { request as kept, retry } from "../outbox.js";
import { qrOf } from "./qr_picture.js";
import { shareButton } from "../share.js";
import { receivedAt } from "./token.js";
import { moment, nodes, word } from "../words.js";
import { correct, follow, pdfButton } from "./acts.js";
import { waiting } from "./card.js";
import { deadlineOf, objectOf, service } from "./services.js";

/** @typedef {import("../outbox.js").Request} Request */

/** @param {string} id @returns {Promise<Node[]>} */
export async function one(id) {
  const request = await kept(id);
  if (!request) return [back(), title("requests.gone"), make("p", { class: "lead" }, word("requests.gone.text"))];
  return request.state === "filed" && request.receipt ? official(request) : provisional(request);
}

const back = () =>
  make("a", { class: "back", href: location.pathname }, icon("back"), make("u", {}, word("requests.title")));

/** @param {string} key */
const title = (key) => make("h1", { tabindex: -1 }, word(key));

/** @param {string} key @param {Node | string} value @param {string} [look] */
const fact = (key, value, look) => make("div", {}, make("dt", {}, word(key)), make("dd", { class: look }, value));

/** @param {Request} request @returns {Node[]} */
function provisional(request) {
  const { id, state, filled_at, answers } = request;
  const object = objectOf(request.service, answers);
  const deadline = deadlineOf(request.service, answers);
  const now = new Date();
  const heads = { waiting: "provisional", held: "held", attention: "attention", filed: "held" };
  return [
    back(),
    title(`request.${heads[state]}.title`),
    make(
      "section",
      { class: "provisional" },
      make("p", { class: "provisional-head" }, icon("triangle"), make("span", {}, word("request.provisional.head"))),
      make(
        "div",
        { class: "provisional-body" },
        make("h2", {}, service(request.service).title),
        object ? make("p", {}, object) : null,
        make(
          "dl",
          { class: "facts" },
          fact("request.filled", own(moment(new Date(filled_at)))),
          fact("request.number", word("request.no_number"), "plain"),
          deadline ? fact("request.deadline", own(moment(deadline, { year: false }))) : null,
        ),
      ),
    ),
    ...(state === "attention" ? [] : [steps(state), ...(state === "waiting" ? [make("p", { class: "small" }, waiting(request, now))] : [])]),
    state === "attention" && request.outcome?.outcome === "refused" ? correct(request) : send(id),
    make("p", { class: "small" }, word("request.keep")),
  ];
}

/** The three steps after filing. @param {string} state */
function steps(state) {
  const now = state === "waiting" ? 1 : 2;
  const names = ["kept", "sent", "receipt"];
  return make("ol", { class: "steps" }, ...names.map((name, at) => {
    const look = at < now ? "pane done" : at === now ? "pane now" : "pane";
    const pane = make("span", { class: look }, at < now ? icon("check") : String(at + 1));
    return make("li", { "aria-current": at === now ? "step" : null }, pane, make("span", {}, word(`request.step.${name}`)));
  }));
}

/** @param {string} id */
const send = (id) =>
  make("button", { class: "button", type: "button", "data-focus": id, click: (/** @type {Event} */ event) => {
    /** @type {HTMLElement} */ (event.currentTarget).textContent = word("requests.act.sending");
    retry(id);
  } }, word("requests.act.send_now"));

/** @param {Request} request @returns {Node[]} */
function official(request) {
  const receipt = /** @type {NonNullable<Request["receipt"]>} */ (request.receipt);
  const { filled_at, answers, files } = request;
  const { title: name, body } = service(request.service);
  const object = objectOf(request.service, answers);
  const arrived = receivedAt(receipt.token);
  return [
    back(),
    make(
      "article",
      { class: "official" },
      make(
        "header",
        { class: "official-head" },
        icon("check"),
        title("request.official.title"),
        make("p", { class: "number" }, own(receipt.number)),
        make("p", { class: "small" }, body),
      ),
      make(
        "div",
        { class: "official-body" },
        make(
          "dl",
          { class: "facts" },
          fact("request.object", object ? `${name}${word("form.comma")}${object}` : name),
          fact("request.filled", own(moment(new Date(filled_at)))),
          fact("request.received", own(moment(arrived))),
          files ? fact("request.files", word("request.files.count", { n: files.length })) : null,
          fact("request.secret", own(receipt.secret)),
        ),
        make("div", { class: "proof" }, qrOf(receipt.token), make("p", {}, nodes("request.proves"))),
      ),
    ),
    pdfButton(request, "requests.act.pdf_long", "button"),
    follow(request, "requests.act.follow_long", "button second"),
    shareButton(request, name),
    make("p", { class: "small" }, word("request.secret.why")),
  ].filter((part) => part !== null);
}
