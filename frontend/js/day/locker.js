/** What is taken along, sealed once more under a code that only its agent knows; gone when the day is over. */
import { base64, fromBase64url, randomBytes, utf8 } from "../bytes.js";
import { change, read, readAll, write } from "../vault.js";
import { isoDay } from "../words.js";

const ROUNDS = 600_000; // OWASP, PBKDF2 with SHA-256
const MOST_WRONG = 5;
const DAY = "day";

/** @typedef {{id: string, label: string, text: boolean, proof: boolean, letter: string | null, fields: {id: string, label: string}[], proposals: {id: string, label: string}[],
 *   causes?: import("./causes.js").Causes | null}} Act */
/** @typedef {{number: string, service: string, version: number, state: string, revision: number, title: string, name: string,
 *   state_name: string, due_on: string | null, html: string, acts: Act[]}} Dossier */

/** Whether something of today is here; what is of another day goes at once. */
export async function taken() {
  const kept = await read("meta", DAY);
  if (kept && kept.day !== isoDay(new Date())) {
    await wipe();
    return undefined;
  }
  return kept;
}

/** A key from a code. @param {string} pin @param {string} salt */
async function keyOf(pin, salt) {
  const code = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: utf8(salt), iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, code, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @param {CryptoKey} key @param {unknown} value */
async function seal(key, value) {
  const iv = randomBytes(12);
  const ct = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, utf8(JSON.stringify(value)));
  return { iv: base64(iv), ct: base64(ct) };
}

/** @param {CryptoKey} key @param {{iv: string, ct: string}} sealed */
async function open(key, { iv, ct }) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64url(iv) }, key, fromBase64url(ct));
  return JSON.parse(new TextDecoder().decode(plain));
}

/** Opens what is here; undefined for a wrong code, after the fifth of which it is gone. @param {string} pin @returns {Promise<CryptoKey | undefined>} */
export async function unlock(pin) {
  const kept = await taken();
  if (!kept) return undefined;
  const key = await keyOf(pin, kept.salt);
  try {
    await open(key, kept.check);
    await change("meta", DAY, (now) => ({ ...now, wrong: 0 }));
    return key;
  } catch {
    const { wrong } = await change("meta", DAY, (now) => ({ ...now, wrong: now.wrong + 1 }));
    if (wrong >= MOST_WRONG) await wipe();
    return undefined;
  }
}

/** A new day under a code. @param {string} pin @param {string} person */
export async function begin(pin, person) {
  await wipe();
  const salt = base64(randomBytes(16));
  const key = await keyOf(pin, salt);
  const value = { id: DAY, day: isoDay(new Date()), person, salt, wrong: 0, check: await seal(key, "open") };
  await write([{ room: "meta", id: DAY, value }]);
  return key;
}

/** @param {CryptoKey} key @param {Dossier[]} dossiers */
export async function keep(key, dossiers) {
  const rows = [];
  for (const each of dossiers) {
    const id = `${DAY}/${each.number}`;
    rows.push({ room: /** @type {const} */ ("meta"), id, value: { id, sealed: await seal(key, each) } });
  }
  if (rows.length) await write(rows);
}

/** What is no longer in hand goes. @param {string[]} numbers those that are */
export async function keepOnly(numbers) {
  const gone = (await ids()).filter((id) => !numbers.includes(id.slice(DAY.length + 1)));
  if (gone.length) await write(gone.map((id) => ({ room: /** @type {const} */ ("meta"), id })));
}

/** @param {CryptoKey} key @returns {Promise<Dossier[]>} the most urgent first */
export async function dossiers(key) {
  const kept = (await readAll("meta")).filter(({ id }) => id?.startsWith(`${DAY}/`));
  const opened = await Promise.all(kept.map(({ sealed }) => open(key, sealed)));
  return opened.sort((one, other) => (one.due_on ?? "9").localeCompare(other.due_on ?? "9"));
}

/** Nothing of the day stays here. What was decided waits in the outbox, sealed as everything there. */
export async function wipe() {
  await write([...(await ids()), DAY].map((id) => ({ room: /** @type {const} */ ("meta"), id })));
}

const ids = async () =>
  (await readAll("meta")).map(({ id }) => id).filter((id) => typeof id === "string" && id.startsWith(`${DAY}/`));
