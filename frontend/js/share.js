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
      const pdf = await receiptPdf(request);
      const files = pdf instanceof Blob ? [new File([pdf], `${request.receipt?.number}.pdf`, { type: pdf.type })] : [];
      const withFile = files.length > 0 && navigator.canShare?.({ files });
      await navigator.share(withFile ? { files, text } : { text });
    } catch {
      // the person closed the sheet: nothing to say
    }
  };
  return button("button.button.second", press, icon("share"), label);
}
