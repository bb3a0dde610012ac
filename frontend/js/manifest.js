// The server's own description: its epoch and the keys that its receipts verify with. Kept for use without contact.

import { call, NoAnswer } from "./call.js";
import { change, read } from "./vault.js";
import { world } from "./world.js";

/**
 * @typedef {{kid: string, kty: string, crv: string, x: string, from: string | null, to: string | null}} ReceiptKey
 * @typedef {{epoch: string, receipt_keys: ReceiptKey[], restored_to?: number, [more: string]: any}} Manifest
 */

/** The last manifest that came; undefined before the first contact. @returns {Promise<Manifest | undefined>} */
const keptManifest = async () => (await read("meta", "manifest"))?.body;

/** The receipt keys known here. @returns {Promise<ReceiptKey[]>} */
export const receiptKeys = async () => (await keptManifest())?.receipt_keys ?? [];

/** How long ago the manifest was asked for, in milliseconds; Infinity if never. */
export async function manifestAge() {
  const kept = await read("meta", "manifest");
  return kept ? world.now() - kept.at : Number.POSITIVE_INFINITY;
}

/**
 * Asks the server anew; what is kept stays when it has not changed.
 * @returns {Promise<{manifest: Manifest, headers: Headers}>}
 */
export async function freshManifest() {
  const kept = await read("meta", "manifest");
  const headers = kept?.etag ? { "If-None-Match": kept.etag } : undefined;
  const answer = await call("GET", "/sync/manifest", { headers });
  const unchanged = answer.status === 304 && kept;
  const body = unchanged ? kept.body : answer.body;
  if (!unchanged && (answer.status !== 200 || !isManifest(body))) throw new NoAnswer("shape", answer.status);
  const etag = answer.headers.get("ETag") ?? kept?.etag;
  await change("meta", "manifest", () => ({ id: "manifest", at: world.now(), etag, body }));
  return { manifest: body, headers: answer.headers };
}

/** The highest position that a backup holds, by the headers of an answer; -1 if it says nothing. @param {Headers} headers */
export const durableIn = (headers) => Number.parseInt(headers.get("Shubbak-Durable") ?? "-1", 10);

/** @param {any} body */
const isManifest = (body) => body?.protocol === 1 && !!body.epoch && Array.isArray(body.receipt_keys);
