/** Which draft this page fills, and what is said above the form about it. */
import { draft, drafts, newDraft, StorageFull } from "../drafts.js";
import { age, word } from "../words.js";
import { button, by, make } from "./make.js";
import { placeHash, readPlace } from "./steps.js";

/**
 * The draft named in the address, or a new one while the newest kept draft of the service is offered. Undefined when
 * the draft belongs to another version of the form: that page is opened instead.
 * @param {{code: string, version: number, steps: any[]}} form @param {number} newest the version now in force
 */
export async function opening(form, newest) {
  const lang = document.documentElement.lang;
  const { draft: id } = readPlace(location.hash);
  const kept = id ? await draft(id) : undefined;
  if (kept && kept.service === form.code && kept.version !== form.version) {
    location.replace(address(kept, newest) + location.hash);
    return undefined;
  }
  if (kept && kept.service === form.code) {
    if (kept.corrects) {
      notice("corrects");
      import("./refused.js").then(({ tellRefusal }) => tellRefusal(kept, form));
    }
    return { draft: kept, kept: true };
  }
  if (id) {
    notice("gone");
    history.replaceState(null, "", location.pathname);
  } else {
    const other = (await drafts()).find((one) => one.service === form.code);
    if (other) offer(other, address(other, newest) + placeHash({ draft: other.id, step: null }));
  }
  return { draft: newDraft(form.code, form.version, lang), kept: false };
}

/** @param {{service: string, version: number}} kept @param {number} newest */
const address = (kept, newest) =>
  `/${document.documentElement.lang}/services/${kept.service}/form${kept.version === newest ? "" : `/${kept.version}`}`;

/** @param {{saved_at: string}} kept @param {string} href */
function offer(kept, href) {
  const link = make("a.button.second", { href }, word("form.offer.open"));
  // Only the part after # may differ: the browser alone would stay on this page.
  link.addEventListener("click", () => setTimeout(() => location.reload()));
  say(
    make("p", null, word("form.offer", { age: age(new Date(kept.saved_at), new Date()) })),
    link,
    make("p.small", null, word("form.offer.new")),
  );
  by("offer").dataset.other = "";
}

/** The offer of another draft goes once the person went on with this one. */
export const goneOn = () => {
  if (by("offer").dataset.other === "") by("offer").hidden = true;
};

/** @param {"reading" | "gone" | "corrects"} what */
export function notice(what) {
  const text = make("p", null, word(`form.${what}`));
  if (what !== "reading") return say(text);
  say(
    text,
    button("button.button.second", () => location.reload(), word("form.reading.again")),
  );
  // What cannot be pressed here is not shown: the answers stay to be read.
  by("form").dataset.reading = "";
}

/** @param {...Node} parts */
function say(...parts) {
  by("offer").replaceChildren(...parts);
  by("offer").hidden = false;
}

/** What could not be kept is told until it can; nothing of it vanishes from the page. @param {unknown} reason null: it can */
export function troubled(reason) {
  by("trouble").hidden = !reason;
  by("trouble").querySelector("span").textContent = reason
    ? word(reason instanceof StorageFull ? "form.full" : "form.lost")
    : "";
}
