/** The last press: the draft becomes a request of this device, whatever the network does. */
import { contact } from "../contact.js";
import { TooLarge } from "../envelope.js";
import { FileGone, fileDraft, flush } from "../outbox.js";
import { since, word } from "../words.js";
import { by } from "./make.js";
import { troubled } from "./opening.js";

/**
 * Files, and leaves for My requests, where the provisional receipt becomes the official one; true when it is filed.
 * If the device cannot keep the request, says so; the draft stays.
 * @param {import("../drafts.js").Draft} draft
 * @param {import("../envelope.js").Proving} [proving]
 */
export async function file(draft, proving) {
  by("after").textContent = word("form.filing");
  try {
    const request = await fileDraft(draft, proving);
    flush("filed").catch(() => {});
    location.assign(`/${document.documentElement.lang}/requests#${request.id}`);
    return true;
  } catch (reason) {
    const why = whyNot(reason);
    if (!why) troubled(reason);
    by("after").textContent = word(why || "form.not_filed");
    by("after").scrollIntoView({ block: "nearest" });
    return false;
  }
}

/** @param {unknown} reason */
function whyNot(reason) {
  if (reason instanceof TooLarge) return "form.too_large";
  if (reason instanceof FileGone) return "form.file_gone";
  // What an authenticator throws: called off, too late, not the one asked for.
  return /** @type {Error} */ (reason).name === "NotAllowedError" ? "form.not_signed" : "";
}

/** What will happen after the press, given the last true contact. */
export async function whatNext() {
  const { last, failing_since } = await contact();
  if (!last) return word("form.after.never");
  return failing_since
    ? word("form.after.none", { time: since(new Date(last), new Date()) })
    : word("form.after.contact");
}
