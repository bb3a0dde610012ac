// Requests that were filed on this device: written, signed and waiting, held by the server, filed, or to be corrected.

import { uuid7 } from "./bytes.js";
import { deviceOf, forgetLoneDevice, loneDevice, device as ownDevice } from "./device.js";
import { draftIsOver } from "./drafts.js";
import { claimCode, envelopeOf } from "./envelope.js";
import { note } from "./outcomes.js";
import { keepForGood } from "./persist.js";
import { person as personHere } from "./person.js";
import { wake } from "./sending.js";
import { alone, announce, changes } from "./tabs.js";
import { serverNow, stamp, timeToken } from "./time.js";
import { filesOf, read, write } from "./vault.js";
import { world } from "./world.js";

export { counts, requests } from "./counts.js";
export { flush } from "./flush.js";
export { changes };

/**
 * state: waiting (here alone), held (stored by the server, no final answer yet), attention (the person must act),
 * filed (its receipt verified). envelope, answers and files are null once a backup holds it and 7 days have gone.
 * outcome: the server's last, without its receipt; dossier: newest state known; reoffer: to be sent again although
 * the server had it; amends: the filed request that it corrects; amended_by: the draft that corrects it; person: who filed it or took it over, if anybody; corrected_by: the request or draft that replaces a refused one. Times ISO 8601 by this device.
 * @typedef {{format: 1, id: string, service: string, version: number, lang: string, device_id: string, person?: string | null, for?: {id: string, name: string} | null,
 *   filled_at: string, state: "waiting" | "held" | "attention" | "filed", tries: number, last_try_at: string | null,
 *   last_error: string | null, next_try_at: string | null, outcome: Record<string, any> | null,
 *   receipt: {number: string, token: string, url: string, secret: string} | null,
 *   dossier: Record<string, any> | null, answers: Record<string, any> | null,
 *   files: import("./envelope.js").FileEntry[] | null, envelope: import("./envelope.js").Envelope | null,
 *   claim_code: string | null, corrected_by: string | null, amends?: string | null, amended_by?: string, position: number | null, epoch: string | null,
 *   reoffer: boolean, held_token: string | null, filed_at: string | null, uploads: Record<string, string>}} Request
 */

/** The bytes of a file that the draft names are not on this device. */
export class FileGone extends Error {}

/**
 * Files the draft: from here on it is a request, and survives until the server proved that it has it. Filing the
 * same draft twice gives the same request. Throws StorageFull, TooLarge, NotCanonical, FileGone: the draft then stays.
 * @param {import("./drafts.js").Draft} draft
 * @param {import("./envelope.js").Proving} [proving] with which the person signs; what it throws is thrown, and nothing is filed
 * @returns {Promise<Request>}
 */
export const fileDraft = (draft, proving) =>
  alone("file", async () => {
    const { id, service, version, lang, answers, files } = draft;
    const already = await read("outbox", id);
    if (already) return already;
    const kept = await filesOf(id);
    const gone = files.find((file) => !kept.includes(file.id ?? ""));
    if (gone) throw new FileGone(gone.field);
    const replaced = draft.corrects ? await read("outbox", draft.corrects) : undefined;
    // What is not kept here any more cannot be named: the server takes a correction from the same device only.
    const corrects = replaced ? draft.corrects : null;
    const origin = replaced ?? (draft.amends ? await read("outbox", draft.amends) : undefined);
    const lone = draft.anonymous ? await loneDeviceFor(origin) : undefined;
    const device = lone?.device ?? (await ownDevice());
    const seq = lone?.seq ?? ((await read("meta", "seq"))?.last ?? 0) + 1;
    const filled_at = stamp(await serverNow());
    const person = lone ? null : ((await personHere())?.person ?? null);
    const { code, claim } = await claimCode();
    const envelope = await envelopeOf({
      draft: { ...draft, corrects },
      device,
      person,
      proving,
      seq,
      filledAt: filled_at,
      seen: await timeToken(),
      claim,
    });
    /** @type {Request} */
    const request = {
      ...{ format: 1, id, service, version, lang, device_id: device.device_id, person, filled_at, state: "waiting" },
      ...{ tries: 0, last_try_at: null, last_error: null, next_try_at: null, outcome: null, receipt: null },
      ...{ dossier: null, answers, files, envelope, claim_code: code, corrected_by: null, position: null },
      ...{
        for: (person && draft.for) || null,
        amends: draft.amends ?? null,
        epoch: null,
        reoffer: false,
        held_token: null,
        filed_at: null,
        uploads: {},
      },
    };
    const named = files.map((file) => file.id);
    await write([
      { room: "outbox", id, value: request },
      { room: "drafts", id },
      ...(lone ? [] : [{ room: /** @type {const} */ ("meta"), id: "seq", value: { id: "seq", last: seq } }]),
      ...(replaced
        ? [{ room: /** @type {const} */ ("outbox"), id: replaced.id, value: { ...replaced, corrected_by: id } }]
        : []),
      ...kept
        .filter((file) => !named.includes(file))
        .map((file) => ({ room: /** @type {const} */ ("files"), id: file })),
    ]);
    draftIsOver(id);
    announce({ kind: "request", id, state: "waiting" });
    keepForGood();
    world.after(0, () => wake("filed"));
    return request;
  });

/** The device made for one concern alone; what corrects it comes from the same one. @param {Request | undefined} replaced */
async function loneDeviceFor(replaced) {
  const before = replaced && (await deviceOf(replaced.device_id));
  return before ? { device: before, seq: (replaced.envelope?.seq ?? 0) + 1 } : { device: await loneDevice(), seq: 1 };
}

/** @param {string} id @returns {Promise<Request | undefined>} */
export const request = (id) => read("outbox", id);

/** Tries at once, also what had been given up. @param {string} id */
export async function retry(id) {
  await note(id, (before) => ({
    next_try_at: null,
    tries: 0,
    state: before.state === "attention" && before.outcome?.outcome !== "refused" ? "waiting" : before.state,
  }));
  world.after(0, () => wake("retry"));
}

/**
 * Opens a refused request as a draft again, with its answers and files; the same draft each time.
 * @param {string} id
 * @returns {Promise<import("./drafts.js").Draft>}
 */
export const reopen = (id) =>
  alone("file", async () => {
    const refused = await read("outbox", id);
    const begun = refused.corrected_by && (await read("drafts", refused.corrected_by));
    if (begun) return begun;
    const now = new Date(world.now()).toISOString();
    const { service, version, lang, answers, envelope } = refused;
    const kept = await filesOf(id);
    // A photo that an earlier correction took away is not asked for again.
    const files = refused.files.filter((/** @type {any} */ file) => kept.includes(file.id));
    const { kind, act, dossier, depends_on } = envelope;
    const amended = refused.amends && (await read("outbox", refused.amends));
    // Refused because the dossier had moved on: it is corrected as it stands now.
    const base_revision = amended?.dossier.revision ?? envelope.base_revision;
    const draft = {
      ...{ format: 1, id: uuid7(world.now()), service, version, lang, answers, files, step: null },
      ...{ started_at: now, saved_at: now, corrects: id, anonymous: !!(await isLone(refused.device_id)) },
      ...{ kind, act, dossier, base_revision, depends_on, person: refused.person ?? null, for: refused.for },
      ...(amended ? { amends: amended.id, open_fields: amended.dossier.open_fields ?? [] } : {}),
    };
    await write([
      { room: "drafts", id: draft.id, value: draft },
      { room: "outbox", id, value: { ...refused, corrected_by: draft.id } },
      ...files.map((/** @type {any} */ file) => ({
        room: /** @type {const} */ ("files"),
        id: file.id,
        owner: draft.id,
      })),
    ]);
    announce({ kind: "draft", id: draft.id });
    return read("drafts", draft.id);
  });

/** Removes a request that needs attention, with its files, for good: only when the person says so. @param {string} id */
export async function discard(id) {
  const refused = await read("outbox", id);
  if (refused?.state !== "attention") return;
  const files = await filesOf(id);
  await write([{ room: "outbox", id }, ...files.map((file) => ({ room: /** @type {const} */ ("files"), id: file }))]);
  if (await isLone(refused.device_id)) await forgetLoneDevice(refused.device_id);
  announce({ kind: "request", id });
}

/** @param {string} deviceId */
const isLone = async (deviceId) =>
  (await ownDevice()).device_id !== deviceId && (await deviceOf(deviceId)) !== undefined;
