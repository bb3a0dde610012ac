// News of filed requests: each committed change once, whatever was cut on the way.

import { NoAnswer } from "./call.js";
import { callAs } from "./enrolled.js";
import { note } from "./outcomes.js";
import { person } from "./person.js";
import { change, read } from "./vault.js";
import { lazily, world } from "./world.js";

const SELDOM = 60_000;

/**
 * Asks until nothing is new; at most once a minute unless now.
 * @param {string} deviceId
 * @param {boolean} now
 * @returns {Promise<boolean>} whether the row of changes had begun anew: the server may be of another epoch
 */
export async function pull(deviceId, now) {
  const id = `cursor/${deviceId}`;
  const kept = await read("meta", id);
  const who = (await person())?.person ?? null;
  const same = (kept?.person ?? null) === who;
  const wait = kept && same ? SELDOM - (world.now() - kept.at) : 0;
  if (!now && wait > 0 && wait <= SELDOM) return false;
  // What somebody filed long ago from elsewhere is news to the device on which they are signed in now.
  let cursor = (same && kept?.cursor) || "";
  let begunAnew = false;
  for (;;) {
    /** @type {import("./call.js").Answer} */
    const { status, body } = await callAs(deviceId, "GET", `/sync/pull?after=${encodeURIComponent(cursor)}`);
    if (typeof body.cursor !== "string" || !Array.isArray(body.changes)) throw new NoAnswer("shape", status);
    for (const one of body.changes) await apply(deviceId, who, one);
    /** @type {boolean} */
    const restart = body.reset && cursor !== "" && !begunAnew;
    const over = !restart && (body.changes.length === 0 || body.cursor === cursor);
    begunAnew ||= restart;
    cursor = restart ? "" : body.cursor;
    // The cursor is kept after the changes: one applied twice does no harm, one skipped would.
    await change("meta", id, () => ({ id, cursor, at: world.now(), person: who }));
    if (over) return begunAnew;
  }
}

/** @param {string} deviceId @param {string | null} who @param {{position: number, dossier: Record<string, any>}} news */
async function apply(deviceId, who, { position, dossier }) {
  const kept = await read("outbox", dossier?.envelope ?? "");
  if (!kept) return dossier?.envelope && (await lazily.elsewhere()).adopt(deviceId, who, { position, dossier });
  if ((kept.dossier?.position ?? -1) >= position) return;
  await note(kept.id, (now) => ({
    dossier: { ...dossier, position },
    // The final answer to what was held has come: it is asked for in this very round or the next.
    next_try_at: now.state === "held" ? null : now.next_try_at,
  }));
}
