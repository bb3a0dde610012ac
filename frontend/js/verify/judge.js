/** The verdict on a code: the signature by the keys kept here, then, with contact, what became of the receipt. */
import { freshManifest, receiptKeys } from "../manifest.js";
import { lazily, world } from "../world.js";

const PATIENCE = 8000;
const BASE32 = /^[A-Z2-7]{64,1640}$/;

/** @typedef {import("../receipt.js").Reading} Reading */
/** @typedef {{standing: string, document: string | null}} Standing */

/**
 * The code in an address, in what was pasted, or in the bytes of a PDF read as text; "" when there is none.
 * @param {string} text
 */
export function codeIn(text) {
  const named = /\/V\/([A-Z2-7]{64,1640})(?![A-Z2-7])/.exec(text);
  if (named) return named[1];
  const bare = (text.replace(/\s/g, "").toUpperCase().split("/V/").pop() ?? "").replace(/=+$/, "");
  return BASE32.test(bare) ? bare : "";
}

/**
 * Reads a code with the keys kept on this device; one signed by a key unknown here has the keys asked for anew.
 * @param {string} code @returns {Promise<Reading>}
 */
export async function reading(code) {
  const { readCode } = await lazily.receipt();
  const kept = await receiptKeys().catch(() => []);
  const first = await readCode(code, kept);
  if (first.valid || first.reason !== "unknown_key") return first;
  const keys = await freshKeys().catch(() => undefined);
  return keys ? readCode(code, keys) : first;
}

/** @returns {Promise<import("../manifest.js").ReceiptKey[]>} */
async function freshKeys() {
  try {
    return (await freshManifest()).manifest.receipt_keys;
  } catch {
    // a browser that keeps nothing can still ask
    return (await (await world.fetch("/sync/manifest", { credentials: "omit" })).json()).receipt_keys;
  }
}

/**
 * What the server says became of the receipt, and whether a PDF is the one it keeps; undefined without contact.
 * @param {string} code @param {string} [sha256] @returns {Promise<Standing | undefined>}
 */
export async function standing(code, sha256) {
  const aborter = new AbortController();
  const enough = world.after(PATIENCE, () => aborter.abort());
  try {
    const answer = await world.fetch("/verify/standing", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(sha256 ? { code, sha256 } : { code }),
      credentials: "omit",
      signal: aborter.signal,
    });
    const said = await answer.json();
    // a captive portal answers 200 as well
    return said.reading === "valid" && typeof said.standing === "string" ? said : undefined;
  } catch {
    return undefined;
  } finally {
    enough();
  }
}
