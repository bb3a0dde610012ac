/** One request: the provisional sheet, dashed, or the official receipt, in the arch. They must never look alike. */
import { button, fact, icon, make, own } from "../make.js";
import { request as kept } from "../outbox.js";
import { shareButton } from "../share.js";
import { moment, nodes, word } from "../words.js";
import { correct, follow, pdfButton, send } from "./acts.js";
import { waiting } from "./card.js";
import { qrOf } from "./qr_picture.js";
import { deadlineOf, objectOf, service } from "./services.js";
import { receivedAt } from "./token.js";

/** @typedef {import("../outbox.js").Request} Request */

/** @param {string} id @returns {Promise<Node[]>} */
export async function one(id) {
  const request = await kept(id);
  if (!request) return [back(), title("requests.gone"), make("p.lead", null, word("requests.gone.text"))];
  return request.state === "filed" && request.receipt ? official(request, request.receipt) : provisional(request);
}

const back = () => make("a.back", { href: location.pathname }, icon("back"), make("u", null, word("requests.title")));

/** @param {string} key */
const title = (key) => make("h1", { tabindex: "-1" }, word(key));

/** @param {Request} request @returns {Node[]} */
function provisional(request) {
  const { id, state } = request;
  const key = { waiting: "provisional", held: "held", attention: "attention", filed: "held" }[state];
  const refused = state === "attention" && request.outcome?.outcome === "refused";
  const claim = state === "attention" ? null : request.claim_code;
  return [
    back(),
    title(`request.${key}.title`),
    sheet(request, claim),
    ...(state === "attention" ? [] : [steps(state)]),
    ...(state === "waiting" ? [make("p.small", null, waiting(request, new Date()))] : []),
    ...(state === "attention" ? [correct(request)] : []),
    ...(refused
      ? []
      : [send(id, state === "attention" ? "button.button.second" : "button.button", "requests.act.send_now")]),
    ...(claim ? [printed()] : []),
    make("p.small", null, word("request.keep")),
  ];
}

const printed = () => button("button.button.second", () => print(), icon("paper"), word("paper.print"));

/** In fours, as people read it out; a narrow line breaks in the middle alone. @param {string} code */
const grouped = (code) => code.replace(/(.{4})(.{4})(.{4})(.{4})/, "$1\u00a0$2 $3\u00a0$4");

/** @param {Request} request @param {string | null} claim the code to note, where it still fetches a receipt */
function sheet({ service: code, filled_at, answers, for: giver }, claim) {
  const deadline = deadlineOf(code, answers);
  const stamp = () => make("p.on-paper.stamp", null, word("request.provisional.stamp"));
  const number = fact(word("request.number"), word("request.no_number"));
  number.lastElementChild?.classList.add("plain");
  return make(
    "section.provisional",
    null,
    stamp(),
    make("p.provisional-head", null, icon("triangle"), make("span", null, word("request.provisional.head"))),
    make(
      "div.provisional-body",
      null,
      make("h2", null, service(code).title),
      paragraph(objectOf(code, answers)),
      make(
        "dl.facts",
        null,
        fact(word("request.filled"), own(moment(new Date(filled_at)))),
        giver && fact(word("request.for"), own(giver.name)),
        number,
        deadline && fact(word("request.deadline"), own(moment(deadline, { year: false }))),
        claim && fact(word("request.claim"), own(grouped(claim))),
      ),
      claim && make("p", null, word("request.claim.why")),
    ),
    stamp(),
  );
}

/** @param {string} text */
const paragraph = (text) => text && make("p", null, text);

/** The three steps after filing. @param {string} state */
function steps(state) {
  const now = state === "waiting" ? 1 : 2;
  const rows = ["kept", "sent", "receipt"].map((name, at) => {
    const look = at < now ? "span.pane.done" : at === now ? "span.pane.now" : "span.pane";
    const pane = make(look, null, at < now ? icon("check") : String(at + 1));
    return make(
      "li",
      at === now ? { "aria-current": "step" } : null,
      pane,
      make("span", null, word(`request.step.${name}`)),
    );
  });
  return make("ol.steps", null, ...rows);
}

/** @param {Request} request @param {NonNullable<Request["receipt"]>} receipt @returns {Node[]} */
function official(request, receipt) {
  const { title: name, body } = service(request.service);
  const object = [name, objectOf(request.service, request.answers)].filter(Boolean).join(word("form.comma"));
  const share = shareButton(request, name);
  return [
    back(),
    make(
      "article.official",
      null,
      make(
        "header.official-head",
        null,
        icon("check"),
        title("request.official.title"),
        make("p.number", null, own(receipt.number)),
        make("p.small", null, body),
      ),
      make(
        "div.official-body",
        null,
        make(
          "dl.facts",
          null,
          fact(word("request.object"), object),
          fact(word("request.filled"), own(moment(new Date(request.filled_at)))),
          request.for && fact(word("request.for"), own(request.for.name)),
          fact(word("request.received"), own(moment(receivedAt(receipt.token)))),
          request.files && fact(word("request.files"), word("request.files.count", { n: request.files.length })),
          fact(word("request.secret"), own(grouped(receipt.secret))),
        ),
        make("div.proof", null, qrOf(receipt.token), make("p", null, nodes("request.proves"))),
      ),
    ),
    make("p.small", null, word("request.secret.why")),
    pdfButton(request, "button.button", "requests.act.pdf_long"),
    follow(request, "button.button.second", "requests.act.follow_long"),
    ...(share ? [share] : []),
    follow(request, "button.link", "follow.roll", "/roll"),
  ];
}
