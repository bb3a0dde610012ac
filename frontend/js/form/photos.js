/** Photos and documents of a question: taken, made small, kept on the device, shown, taken away. */
import { FileTooLarge, fileBlob, keepFile, removeFile, StorageFull } from "../drafts.js";
import { size, word } from "../words.js";
import { mark } from "./faults.js";
import { button, icon, make, unseen } from "./make.js";
import { MOST, shrink } from "./shrink.js";

const PDF = "application/pdf";

/** @param {HTMLElement} box @param {{draft: any, changed: () => void}} filling */
export function filesOf(box, { draft, changed }) {
  const field = box.dataset.field ?? "";
  const accept = (box.dataset.accept ?? "").split(",");
  const most = Number(box.dataset.max);
  const largest = Number(box.dataset.size);
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (box.querySelector(`[data-${name}]`));
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input[type=file]"));
  const mine = () => draft.files.filter((/** @type {any} */ file) => file.field === field);

  for (const [name, camera] of [
    ["camera", true],
    ["pick", false],
  ]) {
    part(String(name)).hidden = false;
    part(String(name)).addEventListener("click", () => {
      if (mine().length >= most) return tell(word("form.file.most", { max: word("form.files.count", { n: most }) }));
      input.accept = camera ? "image/*" : accept.join(",");
      input.toggleAttribute("capture", Boolean(camera));
      if (camera) input.setAttribute("capture", "environment");
      input.multiple = !camera && most > 1;
      input.click();
    });
  }
  input.addEventListener("change", async () => {
    const chosen = [...(input.files ?? [])].slice(0, Math.max(0, most - mine().length));
    input.value = "";
    for (const file of chosen) await take(file);
  });

  /** @param {string} text */
  function tell(text) {
    part("told").hidden = !text;
    part("told").textContent = text;
  }

  /** @param {File} file */
  async function take(file) {
    const working = setTimeout(() => tell(word("form.photo.working")), 400);
    try {
      const ready =
        file.type === PDF && accept.includes(PDF) ? file : await shrink(image(file), (type) => accept.includes(type));
      if (ready.size > largest) throw new FileTooLarge(file.name);
      const name = ready === file ? file.name : nextName(ready.type);
      draft.files.push(await keepFile(draft.id, field, ready, name));
      tell("");
      mark(box);
      changed();
      draw();
    } catch (reason) {
      tell(reasonWords(reason));
    } finally {
      clearTimeout(working);
    }
  }

  /** @param {File} file */
  function image(file) {
    if (!file.type.startsWith("image/")) throw new TypeError(file.type);
    return file;
  }

  /** @param {unknown} reason */
  function reasonWords(reason) {
    if (reason instanceof StorageFull) return word("form.file.full");
    if (reason instanceof FileTooLarge) return word("form.file.too_large", { max: size(largest || MOST) });
    if (reason instanceof TypeError)
      return word(accept.includes(PDF) ? "form.file.type.document" : "form.file.type.photo");
    return word("form.photo.unreadable");
  }

  /** @param {string} type */
  function nextName(type) {
    const taken = mine().map((/** @type {any} */ file) => Number(file.name.match(/^photo-(\d+)\./)?.[1] ?? 0));
    return `photo-${Math.max(0, ...taken) + 1}.${type === "image/webp" ? "webp" : "jpg"}`;
  }

  function draw() {
    part("files").replaceChildren(...mine().map((/** @type {any} */ file, /** @type {number} */ at) => row(file, at)));
  }

  /** @param {any} file @param {number} at */
  function row(file, at) {
    const photo = file.type !== PDF;
    const title = photo ? word("form.photo.name", { number: at + 1 }) : word("form.file.name", { number: at + 1 });
    const picture = photo ? thumbnail(file) : icon("document");
    const drop = button("button.link", () => remove(file), word("form.file.remove"), unseen(title));
    const facts = make(
      "div",
      null,
      make("b", null, title),
      make("p.small", null, word(photo ? "form.photo.kept" : "form.file.kept", { size: size(file.size) })),
    );
    return make("li.photo", null, picture, facts, drop);
  }

  /** @param {any} file */
  function thumbnail(file) {
    const picture = /** @type {HTMLImageElement} */ (make("img", { alt: "", width: "72", height: "60" }));
    fileBlob(file.id, file.type).then((blob) => {
      if (!blob) return;
      picture.src = URL.createObjectURL(blob);
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
    });
    return picture;
  }

  /** @param {any} file */
  async function remove(file) {
    draft.files.splice(draft.files.indexOf(file), 1);
    changed();
    draw();
    part("camera").focus();
    await removeFile(file.id);
  }

  draw();
}
