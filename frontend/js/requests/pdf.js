/** The signed PDF of a receipt: fetched once with the secret, then kept on this device. */
import { readBytes, write } from "../vault.js";

const PATIENCE = 20000;
const TRIES = 6;
const PAUSE = 2500;

/**
 * The PDF; "later" while the server still makes it, "cut" without an answer.
 * @param {import("../outbox.js").Request} request @returns {Promise<Blob | "later" | "cut">}
 */
export async function receiptPdf({ receipt }) {
  if (!receipt) return "later";
  const id = `pdf/${receipt.number}`;
  const kept = await readBytes(id);
  if (kept) return asPdf(kept);
  const bytes = await fetched(receipt);
  if (typeof bytes === "string") return bytes;
  // a full disk keeps it from being kept, not from being read
  await write([{ room: "files", id, bytes }]).catch(() => undefined);
  return asPdf(bytes);
}

/** @param {{number: string, secret: string}} receipt @returns {Promise<ArrayBuffer | "later" | "cut">} */
async function fetched({ number, secret }) {
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await asked(`/r/${number}/receipt.pdf`, new URLSearchParams({ secret }));
    if (answer?.status === 202) await new Promise((later) => setTimeout(later, PAUSE));
    else return answer?.bytes ?? "cut";
  }
  return "later";
}

/** The answer if it is ours: a captive portal's page is not a receipt. @param {string} url @param {URLSearchParams} body */
async function asked(url, body) {
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), PATIENCE);
  try {
    const headers = { Accept: "application/pdf, application/json" };
    const answer = await fetch(url, { method: "POST", body, headers, signal: aborter.signal });
    const bytes = await answer.arrayBuffer();
    return { status: answer.status, bytes: answer.ok && startsAsPdf(bytes) ? bytes : null };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** @param {ArrayBuffer} bytes */
const asPdf = (bytes) => new Blob([bytes], { type: "application/pdf" });

/** @param {ArrayBuffer} bytes */
const startsAsPdf = (bytes) => String.fromCharCode(...new Uint8Array(bytes.slice(0, 5))) === "%PDF-";
