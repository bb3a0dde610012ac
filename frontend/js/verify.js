/** The page that verifies a receipt: scanned, from a PDF or picture, or pasted. */
import { hex, sha256 } from "./bytes.js";
import { camera, codeInPicture, detector, look } from "./verify/camera.js";
import { codeIn, reading, standing } from "./verify/judge.js";
import { verdict } from "./verify/verdict.js";
import { word } from "./words.js";

const place = /** @type {HTMLElement} */ (document.getElementById("verdict"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("verify"));
const pasted = /** @type {HTMLTextAreaElement} */ (document.getElementById("code"));
const chosen = /** @type {HTMLInputElement} */ (document.getElementById("file"));
const scan = /** @type {HTMLElement} */ (document.getElementById("scan"));
const known = JSON.parse(document.getElementById("known")?.textContent || "{}");
let turn = 0;

/** Says what a code is worth: at once by the keys kept here, then again when the server has answered.
 * @param {string} code @param {string} [hash] of the PDF it came in */
async function judge(code, hash) {
  const mine = ++turn;
  say(word("verify.reading"));
  const read = await reading(code);
  if (mine !== turn) return;
  place.replaceChildren(verdict(read, known, { asked: false }));
  place.scrollIntoView({ block: "nearest" });
  if (!read.valid) return;
  const said = await standing(code, hash);
  if (mine === turn) place.replaceChildren(verdict(read, known, { asked: true, said }));
}

/** @param {string} text */
function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  place.replaceChildren(line);
}

/** @param {File} file @param {import("./verify/camera.js").Detector | undefined} reads */
async function judgeFile(file, reads) {
  const bytes = await file.arrayBuffer();
  const isPdf = new TextDecoder("latin1").decode(bytes.slice(0, 5)) === "%PDF-";
  if (isPdf) {
    const code = codeIn(new TextDecoder("latin1").decode(bytes));
    return code ? judge(code, hex(await sha256(bytes))) : say(word("verify.file.none"));
  }
  const code = reads ? codeIn(await codeInPicture(reads, file).catch(() => "")) : "";
  return code ? judge(code) : say(word("verify.file.none"));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  judge(codeIn(pasted.value));
});

detector().then((reads) => {
  chosen.addEventListener("change", () => {
    const file = chosen.files?.[0];
    if (file) judgeFile(file, reads);
    chosen.value = "";
  });
  if (!reads) return;
  chosen.accept = "application/pdf,image/*";
  /** @type {HTMLElement} */ (form.querySelector("[data-file-label]")).textContent = word("verify.file");
  if (camera()) offerScan(reads);
});

/** @param {import("./verify/camera.js").Detector} reads */
function offerScan(reads) {
  const button = /** @type {HTMLButtonElement} */ (scan.querySelector("[data-scan]"));
  const label = /** @type {HTMLElement} */ (button.querySelector("span"));
  const video = /** @type {HTMLVideoElement} */ (scan.querySelector("video"));
  /** @type {(() => void) | undefined} */
  let stop;
  let opening = false;
  scan.hidden = false;
  button.addEventListener("click", async () => {
    // a second tap while the browser asks for the camera would open a second one
    if (opening) return;
    if (stop) {
      stop();
      stop = undefined;
      label.textContent = word("verify.scan");
      return;
    }
    say(word("verify.scan.aim"));
    label.textContent = word("verify.scan.stop");
    const found = (/** @type {string} */ text) => {
      const code = codeIn(text);
      if (!code) return false;
      stop = undefined;
      label.textContent = word("verify.scan");
      judge(code);
      return true;
    };
    opening = true;
    try {
      stop = await look(reads, video, found);
    } catch {
      label.textContent = word("verify.scan");
      say(word("verify.scan.refused"));
    } finally {
      opening = false;
    }
  });
}
