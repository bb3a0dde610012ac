/** What a person can do with a request: correct, delete, fetch the PDF, follow, share. */
import { icon } from "../icons.js";
import { removeDraft } from "../drafts.js";
import { make } from "../form/make.js";
import { reopen } from "../outbox.js";
import { nodes, word } from "../words.js";
import { receiptPdf } from "./pdf.js";
import { service } from "./services.js";

/** @typedef {import("../outbox.js").Request} Request */

const lang = document.documentElement.lang;

/** Opens what was refused as a draft again. @param {Request} request */
export const correct = (request) =>
  make(
    "button",
    {
      class: "button",
      type: "button",
      "data-focus": request.id,
      click: async () => {
        const draft = await reopen(request.id);
        location.assign(`/${lang}/services/${draft.service}/form#draft=${draft.id}`);
      },
    },
    word("requests.act.correct"),
  );

/** A sheet that asks; the safe answer has the focus. @param {import("../drafts.js").Draft} draft @param {() => void} done */
export function askToDelete(draft, done) {
  const close = () => {
    sheet.close();
    sheet.remove();
  };
  const keep = make("button", { class: "button second", type: "button", click: close }, word("requests.delete.no"));
  const remove = make("button", { class: "button second", type: "button", click: async () => {
    await removeDraft(draft.id);
    close();
    done();
  } }, word("requests.delete.yes"));
  const title = make("h2", { id: "delete-title" }, word("requests.delete.title"));
  const text = make("p", {}, nodes("requests.delete.text", { title: service(draft.service).title }));
  const sheet = make("dialog", { "aria-labelledby": "delete-title", close: () => sheet.remove() }, title, text, keep, remove);
  document.body.append(sheet);
  sheet.showModal();
  keep.focus();
}

/** @param {Request} request @param {string} label @param {string} look */
export function pdfButton(request, label, look) {
  const words = make("span", {}, word(label));
  const said = make("p", { class: "small", role: "status" });
  const press = async () => {
    words.textContent = word("requests.act.fetching");
    const found = await receiptPdf(request);
    words.textContent = word(label);
    if (found instanceof Blob) return open(found, request);
    said.textContent = word(`requests.pdf.${found}`);
    button.after(said);
  };
  const button = make("button", { class: look, type: "button", "data-focus": request.id, click: press }, icon("download"), words);
  return button;
}

/** @param {Blob} pdf @param {Request} request */
function open(pdf, request) {
  const url = URL.createObjectURL(pdf);
  make("a", { href: url, download: `${request.receipt?.number}.pdf` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** Number and secret go in the body of the request, so that no address, log or history holds them.
 * @param {Request} request @param {string} label @param {string} look */
export function follow(request, label, look) {
  const { number, secret } = request.receipt ?? { number: "", secret: "" };
  return make(
    "form",
    { method: "post", action: `/r/${number}`, class: "plain-form" },
    make("input", { type: "hidden", name: "lang", value: lang }),
    make("input", { type: "hidden", name: "secret", value: secret }),
    make("button", { class: look }, word(label)),
  );
}
