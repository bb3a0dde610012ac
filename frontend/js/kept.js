// After the envelopes: files that are missing, news of what the server has, and what may be forgotten.

import { NoAnswer } from "./call.js";
import { contact } from "./contact.js";
import { device, deviceOf, forgetLoneDevice } from "./device.js";
import { callAs } from "./enrolled.js";
import { noticeEpoch } from "./epoch.js";
import { freshManifest, manifestAge } from "./manifest.js";
import { isDue, note, putOff } from "./outcomes.js";
import { person } from "./person.js";
import { pull } from "./pull.js";
import { settleOne } from "./push.js";
import { announce } from "./tabs.js";
import { serverNow } from "./time.js";
import { filesOf, read, readAll, readBytes, write } from "./vault.js";
import { lazily, world } from "./world.js";

const QUIET = 5 * 60_000;
const HOUR = 3600_000;
const SEALED_COPY_KEPT = 7 * 24 * HOUR;
const MOST_IDS = 100;

/** @typedef {import("./outbox.js").Request} Request */

/** Throws NoAnswer as soon as the server is not there. @param {boolean} now also what is not due yet */
export async function keepUp(now) {
  const due = (await readAll("outbox")).filter((one) => one.state === "held" && (now || isDue(one)));
  for (const request of due) await sendFiles(request);
  for (const [deviceId, held] of byDevice(due)) await apart(() => askOutcomes(deviceId, held));
  const all = await readAll("outbox");
  let anew = false;
  const told = new Set(byDevice(all.filter(({ position }) => position !== null)).keys());
  // Whoever is signed in may have filed from elsewhere.
  if (await person()) told.add((await device()).device_id);
  for (const deviceId of told) anew = (await apart(() => pull(deviceId, now))) || anew;
  if (anew || (await manifestIsDue(all))) {
    const { manifest, headers } = await freshManifest();
    await noticeEpoch(manifest.epoch, headers);
  }
  await forgetWhatIsSafe(await readAll("outbox"));
}

/**
 * What the server refuses to one device does not stop the others; that it is not there does.
 * @template T @param {() => Promise<T>} act
 */
async function apart(act) {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof NoAnswer) || error.status === undefined || error.reason === "busy") throw error;
    return undefined;
  }
}

/** @param {Request[]} requests @returns {Map<string, Request[]>} */
function byDevice(requests) {
  const groups = new Map();
  for (const one of requests) groups.set(one.device_id, [...(groups.get(one.device_id) ?? []), one]);
  return groups;
}

/** @param {Request} request */
async function sendFiles({ id, device_id, outcome, files, uploads }) {
  const device = await deviceOf(device_id);
  if (outcome?.outcome !== "need_files" || !device) return;
  const { sendFile } = await lazily.tus();
  for (const sha256 of outcome.missing ?? []) {
    const file = files?.find((one) => one.sha256 === sha256);
    const bytes = file?.id && (await readBytes(file.id));
    if (!bytes) {
      await note(id, () => ({ last_error: "file.gone" }));
      continue;
    }
    const begun = (/** @type {string} */ url) => note(id, (now) => ({ uploads: { ...now.uploads, [sha256]: url } }));
    const progress = (/** @type {number} */ sent) =>
      announce({ kind: "upload", id, file: file.id, sent, size: bytes.byteLength });
    try {
      await sendFile({ device, envelope: id, sha256, bytes, url: uploads[sha256], begun, progress });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      await putOff(id, error.reason);
      if (error.status === undefined || error.reason === "busy") throw error;
    }
  }
}

/** @param {string} deviceId @param {Request[]} held */
async function askOutcomes(deviceId, held) {
  for (let from = 0; from < held.length; from += MOST_IDS) {
    const some = held.slice(from, from + MOST_IDS);
    const ids = some.map(({ id }) => id);
    const { status, body, headers } = await callAs(deviceId, "POST", "/sync/outcomes", { ids });
    if (!body.epoch || !Array.isArray(body.outcomes)) throw new NoAnswer("shape", status);
    for (const request of some) await settleOne(request, body);
    await noticeEpoch(body.epoch, headers);
  }
}

/** Hourly while a copy waits to be forgotten; otherwise only to learn whether the server is there. @param {Request[]} all */
async function manifestIsDue(all) {
  const age = await manifestAge();
  if (age > HOUR && all.some(({ state, envelope }) => state === "filed" && envelope)) return true;
  const { last } = await contact();
  return age > QUIET && !(last && world.now() - Date.parse(last) < QUIET);
}

/**
 * Empties what a backup holds and whose seven days are over; its receipt stays. A refused one goes with the request
 * that replaced it.
 * @param {Request[]} all
 */
async function forgetWhatIsSafe(all) {
  const known = await read("meta", "epoch");
  const now = (await serverNow()).getTime();
  for (const { id, state, envelope, position, epoch, filed_at, device_id } of all) {
    const old = filed_at && now - Date.parse(filed_at) > SEALED_COPY_KEPT;
    if (state !== "filed" || !envelope || position === null || !old) continue;
    if (epoch !== known?.epoch || !(known.durable >= position)) continue;
    await removeFiles(id);
    await note(id, () => ({ envelope: null, answers: null, files: null, held_token: null }));
    await forgetLoneDevice(device_id);
    for (const replaced of all.filter((one) => one.corrected_by === id)) {
      await removeFiles(replaced.id);
      await write([{ room: "outbox", id: replaced.id }]);
    }
  }
}

/** @param {string} owner */
async function removeFiles(owner) {
  const files = await filesOf(owner);
  if (files.length) await write(files.map((id) => ({ room: "files", id })));
}
