// What an answer makes of a request. Nothing is believed without a receipt that verifies for the same digest.

import { freshManifest, receiptKeys } from "./manifest.js";
import { announce } from "./tabs.js";
import { serverNow } from "./time.js";
import { change } from "./vault.js";
import { lazily, world } from "./world.js";

const FIRST_DELAY = 1_000;
const LAST_DELAY = 15 * 60_000;

/** @typedef {import("./outbox.js").Request} Request */

/** Milliseconds before the next try: exponential, 1 s to 15 min, full jitter. @param {number} tries */
export const delay = (tries) =>
  Math.max(FIRST_DELAY, world.random() * Math.min(LAST_DELAY, FIRST_DELAY * 2 ** Math.min(tries, 20)));

/** Whether the request's turn has come. @param {Request} request */
export function isDue({ next_try_at }) {
  const wait = next_try_at ? Date.parse(next_try_at) - world.now() : 0;
  // Further off than any delay: this device's clock was set back since.
  return wait <= 0 || wait > LAST_DELAY;
}

/** Changes one request on the disk and tells every tab. @param {string} id @param {(now: Request) => Partial<Request>} news */
export async function note(id, news) {
  const kept = await change("outbox", id, (before) => before && { ...before, ...news(before) });
  announce({ kind: "request", id, state: kept?.state });
  return kept;
}

/** The try came to nothing: the request stays as it is and waits for its turn. @param {string} id @param {string} reason */
export const putOff = (id, reason) =>
  note(id, ({ tries }) => ({
    tries: tries + 1,
    last_try_at: iso(world.now()),
    last_error: reason,
    next_try_at: iso(world.now() + delay(tries + 1)),
  }));

/**
 * @param {Request} request
 * @param {any} outcome as the server gave it, for this id and digest
 * @param {string} epoch of the answer
 */
export async function settle(request, outcome, epoch) {
  const { id } = request;
  const { receipt, ...rest } = outcome;
  const tried = { outcome: rest, last_try_at: iso(world.now()), last_error: null, reoffer: false, epoch };
  switch (outcome.outcome) {
    case "applied": {
      // An act on a dossier has no receipt of its own but the proof that it came.
      const act = request.envelope?.kind !== "dossier.file";
      const [kind, number] = act ? ["received", id] : ["filed", receipt?.number];
      const wrong = await whyNot(request, receipt?.token, kind, number);
      if (wrong || !(act || number === outcome.dossier?.number)) return putOff(id, wrong ?? "receipt.other_number");
      if (act && request.amends) await note(request.amends, () => ({ answers: request.answers }));
      const filed_at = (await serverNow()).toISOString();
      return note(id, (before) => ({
        ...tried,
        state: "filed",
        receipt: act ? null : receipt,
        dossier: { ...before.dossier, ...outcome.dossier },
        position: outcome.position,
        filed_at: before.filed_at ?? filed_at,
        next_try_at: null,
      }));
    }
    case "need_files":
    case "waiting":
    case "quarantined": {
      const wrong = await whyNot(request, receipt?.token, "received", id);
      if (wrong) return putOff(id, wrong);
      return note(id, (before) => {
        const same = before.state === "held" && before.outcome?.outcome === outcome.outcome;
        const tries = same ? before.tries + 1 : 0;
        return {
          ...tried,
          state: "held",
          position: outcome.position,
          held_token: receipt.token,
          // Why its files did not arrive is still true.
          last_error: same ? before.last_error : null,
          tries,
          // Missing files go at once; what others must do is asked after from a minute on.
          next_try_at: !same && outcome.missing ? null : iso(world.now() + delay(tries + 6)),
        };
      });
    }
    case "refused":
      return note(id, () => ({ ...tried, state: "attention", last_error: outcome.code, next_try_at: null }));
    case "unknown":
      // It was stored and is not any more: a server restored from a backup. Offer it again with the proof held.
      return note(id, () => ({ reoffer: true, next_try_at: null, last_error: "unknown" }));
    default:
      return putOff(id, outcome.code ?? outcome.outcome);
  }
}

/**
 * Undefined when the token is the server's own, of this kind, for this very envelope; else why not.
 * @param {Request} request @param {string} token @param {string} kind @param {string} number
 */
async function whyNot({ envelope, service }, token, kind, number) {
  if (typeof token !== "string" || !envelope) return "receipt.missing";
  const { readToken } = await lazily.receipt();
  let reading = await readToken(token, await receiptKeys());
  if (!reading.valid && reading.reason === "unknown_key")
    reading = await readToken(token, (await freshManifest()).manifest.receipt_keys);
  if (!reading.valid) return `receipt.${reading.reason}`;
  const { facts } = reading;
  const same = facts.kind === kind && facts.number === number && facts.service === service;
  return same && envelope.digest.startsWith(facts.digest16) ? undefined : "receipt.other_content";
}

/** @param {number} ms */
const iso = (ms) => new Date(ms).toISOString();
