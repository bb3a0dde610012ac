// A server restored from a backup says so by a new epoch; what it may have lost is offered to it again.

import { durableIn, freshManifest } from "./manifest.js";
import { note } from "./outcomes.js";
import { change, read, readAll } from "./vault.js";

/**
 * Learns from an answer that names its epoch. If it is new, kept requests above the restored position are marked for
 * another offer, before the epoch itself is remembered.
 * @param {string} epoch
 * @param {Headers} headers
 */
export async function noticeEpoch(epoch, headers) {
  const known = await read("meta", "epoch");
  if (known && known.epoch !== epoch) {
    const { manifest } = await freshManifest();
    const restored = manifest.epoch === epoch ? (manifest.restored_to ?? 0) : 0;
    for (const { id, envelope, position, epoch: held } of await readAll("outbox"))
      if (envelope && position !== null && held !== epoch && position > restored)
        await note(id, () => ({ reoffer: true, next_try_at: null }));
  }
  const durable = durableIn(headers);
  await change("meta", "epoch", () => ({ id: "epoch", epoch, durable }));
}
