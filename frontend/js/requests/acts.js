/** What a person can do with a request: send, correct, delete, fetch the PDF, follow. */
import { HeldElsewhere, removeDraft } from "../drafts.js";
import { button, icon, make } from "../make.js";
import { discard, reopen, retry } from "../outbox.js";
import { nodes, word } from "../words.js";
import { receiptPdf } from "./pdf.js";
import { service } from "./services.js";

/** @typedef {import("../outbox.js").Request} Request */

const lang = document.documentElement.lang;

/** The address that opens a draft. @param {import("../drafts.js").Draft} draft */
export const formOf = ({ id, service }) => `/${lang}/services/${service}/form#draft=${id}`;

/** A button that keeps its name for the focus when the page is drawn anew.
 * @param {string} look @param {string} name @param {() => unknown} act @param {...Node} pieces */
function named(look, name, act, ...pieces) {
  const element = button(look, act, ...pieces);
  element.dataset.focus = name;
  return element;
}

/** Tries at once. @param {string} id @param {string} look @param {string} label */
export function send(id, look, label) {
  const words = make("span", null, word(label));
  const press = () => {
    words.textContent = word("requests.act.sending");
    retry(id);
  };
  return named(look, id, press, words);
}

/** Opens what was refused as a draft again. @param {Request} request */
export const correct = ({ id }) =>
  named(
    "button.button",
    id,
    async () => location.assign(formOf(await reopen(id))),
    make("span", null, word("requests.act.correct")),
  );

/** Opens what the body asks to be corrected; where its answers are not kept here any more, the server shows the way.
 * @param {Request} request */
export const correctFiled = (request) =>
  request.answers
    ? named(
        "button.button",
        request.id,
        async () => location.assign(formOf(await (await import("../amend.js")).amend(request.id))),
        make("span", null, word("requests.act.correct_filed")),
      )
    : follow(request, "button.button", "requests.act.correct_filed");

/** @param {import("../drafts.js").Draft} draft @param {() => void} done */
export const askToDelete = (draft, done) => ask("delete", draft.service, () => removeDraft(draft.id).then(done));

/** What was refused and is not to be filed anew. @param {Request} request */
export const askToDiscard = (request) => ask("discard", request.service, () => discard(request.id));

/** A sheet that asks; the safe answer has the focus. @param {"delete" | "discard"} what @param {string} code @param {() => Promise<void>} act */
function ask(what, code, act) {
  const sheet = /** @type {HTMLDialogElement} */ (make("dialog", { "aria-labelledby": "delete-title" }));
  const keep = button("button.button.second", () => sheet.close(), word(`requests.${what}.no`));
  const told = make("p", { role: "status" });
  const remove = async () => {
    try {
      await act();
      sheet.close();
    } catch (reason) {
      if (!(reason instanceof HeldElsewhere)) throw reason;
      told.textContent = word("requests.delete.held");
    }
  };
  sheet.append(
    make("h2", { id: "delete-title" }, word(`requests.${what}.title`)),
    make("p", null, nodes(`requests.${what}.text`, { title: service(code).title })),
    told,
    keep,
    button("button.button.second", remove, word(`requests.${what}.yes`)),
  );
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  sheet.showModal();
  keep.focus();
}

/** Fetches the PDF, or says when it can be had. @param {Request} request @param {string} look @param {string} label */
export function pdfButton(request, look, label) {
  const words = make("span", null, word(label));
  const said = make("p.small", { role: "status" });
  const press = async () => {
    words.textContent = word("requests.act.fetching");
    const found = await receiptPdf(request);
    words.textContent = word(label);
    if (found instanceof Blob) return download(found, `${request.receipt?.number}.pdf`);
    said.textContent = word(`requests.pdf.${found}`);
    element.after(said);
  };
  const element = named(look, request.id, press, icon("download"), words);
  return element;
}

/** @param {Blob} file @param {string} name */
function download(file, name) {
  const url = URL.createObjectURL(file);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** Opens the request's own page, or a page below it. Number and secret go in the body of the request, so that no
 * address, log or history holds them.
 * @param {Request} request @param {string} look @param {string} label @param {string} [below] */
export function follow({ receipt }, look, label, below = "") {
  const { number = "", secret = "" } = receipt ?? {};
  return make(
    "form.plain-form",
    { method: "post", action: `/r/${number}${below}` },
    make("input", { type: "hidden", name: "lang", value: lang }),
    make("input", { type: "hidden", name: "secret", value: secret }),
    make(look, null, word(label)),
  );
}
