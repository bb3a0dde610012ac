/** Sharing a receipt through the phone's own sheet: the file where it can go, else the words, else the clipboard. */

import { button, icon, make } from "./make.js";
import { receiptPdf } from "./requests/pdf.js";
import { word } from "./words.js";

/** A button, or null where the browser can neither share nor copy.
 * @param {import("./outbox.js").Request} request @param {string} title */
export function shareButton(request, title) {
  if (!navigator.share && !navigator.clipboard) return null;
  const label = make("span", null, word("requests.act.share"));
  const press = async () => {
    const text = word("share.receipt", { number: request.receipt?.number ?? "", title });
    try {
      if (!navigator.share) {
        await navigator.clipboard.writeText(text);
        label.textContent = word("share.copied");
        return;
      }
      label.textContent = word("requests.act.fetching");
      const pdf = await receiptPdf(request);
      label.textContent = word("requests.act.share");
      const files = pdf instanceof Blob ? [new File([pdf], `${request.receipt?.number}.pdf`, { type: pdf.type })] : [];
      const withFile = files.length > 0 && navigator.canShare?.({ files });
      await navigator.share(withFile ? { files, text } : { text });
    } catch (reason) {
      // Fetching took so long that the browser forgot the tap; the PDF is kept, and at the next tap all is there.
      // Any other end is the person's own, who closed the sheet: nothing to say.
      if (reason instanceof DOMException && reason.name === "NotAllowedError") label.textContent = word("share.ready");
    }
  };
  const element = button("button.button.second", press, icon("share"), label);
  element.dataset.share = "";
  return element;
}
