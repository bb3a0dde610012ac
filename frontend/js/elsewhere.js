// What the person signed in here filed from another device: kept here too, with its receipt, so that a new phone has it.

import { freshManifest, receiptKeys } from "./manifest.js";
import { person } from "./person.js";
import { readToken } from "./receipt.js";
import { announce } from "./tabs.js";
import { change } from "./vault.js";

/**
 * Keeps a dossier of which this device only hears. Nothing is believed without a receipt that verifies.
 * @param {string} deviceId the person's own, by which it is heard of
 * @param {string | null} who was signed in here when it was asked for; nothing is kept where somebody else is now
 * @param {{position: number, dossier: Record<string, any>}} news
 */
export async function adopt(deviceId, who, { position, dossier }) {
  const { envelope: id, service, version, number, receipt, at } = dossier;
  const facts = who && receipt && (await factsOf(receipt.token));
  if (facts?.kind !== "filed" || facts.number !== number || facts.service !== service) return;
  /** @type {import("./outbox.js").Request} */
  const request = {
    ...{ format: 1, id, service, version, lang: "ar", device_id: deviceId, person: who, state: "filed" },
    ...{ filled_at: time(facts.filled_at), filed_at: time(facts.received_at), receipt },
    ...{ dossier: { ...dossier, position }, tries: 0, last_try_at: at, last_error: null, next_try_at: null },
    ...{ outcome: null, answers: null, files: null, envelope: null, claim_code: null, corrected_by: null },
    ...{ position: null, epoch: null, reoffer: false, held_token: null, uploads: {} },
  };
  if ((await person())?.person !== who) return;
  await change("outbox", id, (kept) => kept ?? request);
  announce({ kind: "request", id, state: "filed" });
}

/** @param {string} token */
async function factsOf(token) {
  let reading = await readToken(token, await receiptKeys());
  if (!reading.valid && reading.reason === "unknown_key")
    reading = await readToken(token, (await freshManifest()).manifest.receipt_keys);
  return reading.valid ? reading.facts : undefined;
}

/** @param {number} seconds */
const time = (seconds) => new Date(seconds * 1000).toISOString();
