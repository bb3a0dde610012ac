// Drafts and their files, on this device only, until they are filed or removed.

import { hex, sha256, uuid7 } from "./bytes.js";
import { person as personHere, shown } from "./person.js";
import { announce, hold } from "./tabs.js";
import { filesOf, read, readAll, readBytes, write } from "./vault.js";
import { world } from "./world.js";

export { StorageFull } from "./vault.js";

const LARGEST_FILE = 12 * 1024 * 1024;

/**
 * answers and files have the shape of the envelope (each file also its `id` here); step: where the person was.
 * person: who began it, if anybody was signed in; for: on whose behalf; corrects: the refused request that this one replaces; anonymous: filed by a device made for it alone. kind, act, dossier, base_revision, depends_on: only for what
 * is not a first filing; amends, open_fields: the filed request that is corrected, and what is to be. Times ISO 8601 by this device.
 * @typedef {import("./envelope.js").FileEntry} FileEntry
 * @typedef {{format: 1, id: string, service: string, version: number, lang: string, answers: Record<string, any>,
 *   files: FileEntry[], step: string | null, started_at: string, saved_at: string, corrects: string | null, anonymous?: boolean,
 *   person?: string | null, for?: {id: string, name: string} | null,
 *   kind?: string, act?: string, dossier?: string, base_revision?: number, depends_on?: string[], amends?: string, open_fields?: string[]}} Draft
 */

/** The draft is being written in another tab. */
export class HeldElsewhere extends Error {}

/** A file above 12 MiB. */
export class FileTooLarge extends Error {}

/** @type {Set<string>} drafts that another tab holds: this one may only read them */
const heldElsewhere = new Set();
/** @type {Set<string>} drafts filed or removed by this tab: a late save must not bring them back */
const over = new Set();

/**
 * An empty draft, not kept before it is saved.
 * @param {string} service @param {number} version @param {string} lang
 * @returns {Draft}
 */
export function newDraft(service, version, lang) {
  const now = iso();
  return {
    format: 1,
    id: uuid7(world.now()),
    service,
    version,
    lang,
    answers: {},
    files: [],
    step: null,
    started_at: now,
    saved_at: now,
    corrects: null,
  };
}

/** @param {string} id @returns {Promise<Draft | undefined>} */
export async function draft(id) {
  const kept = await read("drafts", id);
  return kept && (await shown([kept]))[0];
}

/** Last saved first. @returns {Promise<Draft[]>} */
export const drafts = async () =>
  (await shown(await readAll("drafts"))).sort((one, other) => other.saved_at.localeCompare(one.saved_at));

/**
 * Keeps the draft on the disk; sets and returns its `saved_at`. Throws StorageFull, and HeldElsewhere in a tab that
 * was refused the draft by `holdDraft`.
 * @param {Draft} draft
 * @returns {Promise<string>}
 */
export async function saveDraft(draft) {
  if (heldElsewhere.has(draft.id)) throw new HeldElsewhere(draft.id);
  if (over.has(draft.id)) return draft.saved_at;
  const saved_at = iso();
  if (draft.person === undefined) draft.person = (await personHere())?.person ?? null;
  await write([{ room: "drafts", id: draft.id, value: { ...draft, saved_at } }]);
  draft.saved_at = saved_at;
  announce({ kind: "draft", id: draft.id });
  return saved_at;
}

/** From now on saving this draft does nothing. @param {string} id */
export const draftIsOver = (id) => over.add(id);

/**
 * Removes the draft and its files for good; what belongs to the refused request it corrects goes back there. Throws
 * HeldElsewhere while another tab writes it: its next word would bring it back without its files.
 * @param {string} id
 */
export async function removeDraft(id) {
  const lock = await holdDraft(id);
  if (!lock.held) throw new HeldElsewhere(id);
  draftIsOver(id);
  const corrects = (await read("drafts", id))?.corrects;
  const refused = corrects && (await read("outbox", corrects));
  const owned = new Set(refused?.files?.map((/** @type {FileEntry} */ file) => file.id));
  const files = await filesOf(id);
  await write([
    { room: "drafts", id },
    ...files.map((file) => ({
      room: /** @type {const} */ ("files"),
      id: file,
      ...(owned.has(file) ? { owner: corrects } : {}),
    })),
  ]);
  lock.release();
  announce({ kind: "draft", id });
}

/**
 * One tab writes a draft, the others read it. Held until `release()` or until the tab is closed.
 * @param {string} id
 * @returns {Promise<{held: boolean, release: () => void}>}
 */
export async function holdDraft(id) {
  const lock = await hold(`draft/${id}`);
  heldElsewhere[lock.held ? "delete" : "add"](id);
  return lock;
}

/**
 * Keeps a file beside the draft. The caller adds the returned entry to `draft.files` and saves the draft.
 * Throws FileTooLarge, or StorageFull: the text kept before is not touched.
 * @param {string} draftId
 * @param {string} field
 * @param {Blob} blob
 * @param {string} name
 * @returns {Promise<Required<FileEntry>>}
 */
export async function keepFile(draftId, field, blob, name) {
  if (blob.size > LARGEST_FILE) throw new FileTooLarge(name);
  const bytes = await blob.arrayBuffer();
  const id = uuid7(world.now());
  await write([{ room: "files", id, owner: draftId, bytes }]);
  return { id, field, name: plainName(name), type: blob.type, size: blob.size, sha256: hex(await sha256(bytes)) };
}

/** @param {string} id */
export const removeFile = (id) => write([{ room: "files", id }]);

/** @param {string} id @param {string} [type] @returns {Promise<Blob | undefined>} */
export async function fileBlob(id, type) {
  const bytes = await readBytes(id);
  return bytes && new Blob([bytes], { type });
}

/** The last part of a path, without characters that hide or turn text, at most 120 letters. @param {string} name */
const plainName = (name) =>
  Array.from((name.split(/[\\/]/).pop() ?? "").replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, "").trim())
    .slice(-120)
    .join("") || "file";

const iso = () => new Date(world.now()).toISOString();
