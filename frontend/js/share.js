/** Sharing a receipt through the phone's own sheet: the file where it can go, else the words, else the clipboard. */

import { button, icon, make } from "./make.js";
import { receiptPdf } from "./requests/pdf.js";
import { changes } from "./tabs.js";
import { word } from "./words.js";

/** What became of the last tap, by request: the page may be drawn anew at any moment. @type {Map<string, string>} */
const last = new Map();

/** A button, or null where the browser can neither share nor copy.
 * @param {import("./outbox.js").Request} request @param {string} title */
export function shareButton(request, title) {
  if (!navigator.share && !navigator.clipboard) return null;
  const label = make("span", null, word(last.get(request.id) ?? "requests.act.share"));
  const press = async () => {
    label.textContent = word("requests.act.fetching");
    const became = await shared(request, word("share.receipt", { number: request.receipt?.number ?? "", title }));
    if (became) last.set(request.id, became);
    else last.delete(request.id);
    changes.dispatchEvent(new Event("change"));
  };
  const element = button("button.button.second", press, icon("share"), label);
  element.dataset.share = "";
  element.dataset.focus = "share";
  return element;
}

/** What there is to say afterwards, or "". @param {import("./outbox.js").Request} request @param {string} text */
async function shared(request, text) {
  try {
    if (!navigator.share) {
      await navigator.clipboard.writeText(text);
      return "share.copied";
    }
    const pdf = await receiptPdf(request);
    const files = pdf instanceof Blob ? [new File([pdf], `${request.receipt?.number}.pdf`, { type: pdf.type })] : [];
    const withFile = files.length > 0 && navigator.canShare?.({ files });
    await navigator.share(withFile ? { files, text } : { text });
    return "";
  } catch (reason) {
    // Fetching took so long that the browser forgot the tap; the PDF is kept by now, and is there at the next tap.
    // Any other end is the person's own, who closed the sheet: nothing to say.
    return reason instanceof DOMException && reason.name === "NotAllowedError" ? "share.again" : "";
  }
}
