/** The signed PDF of a receipt: fetched once with the secret, then kept on this device. */
import { readBytes, write } from "../vault.js";

const PATIENCE = 20000;

/**
 * The PDF; "later" while the server still makes it, "cut" without an answer.
 * @param {import("../outbox.js").Request} request @returns {Promise<Blob | "later" | "cut">}
 */
export async function receiptPdf({ receipt }) {
  if (!receipt) return "later";
  const id = `pdf/${receipt.number}`;
  const kept = await readBytes(id);
  if (kept) return asPdf(kept);
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), PATIENCE);
  try {
    const answer = await fetch(`/r/${receipt.number}/receipt.pdf`, {
      method: "POST",
      body: new URLSearchParams({ secret: receipt.secret }),
      signal: aborter.signal,
    });
    const bytes = await answer.arrayBuffer();
    // a captive portal's page is not a receipt
    if (!answer.ok || !startsAsPdf(bytes)) return answer.status === 202 || answer.status === 404 ? "later" : "cut";
    await write([{ room: "files", id, bytes }]).catch(() => undefined);
    return asPdf(bytes);
  } catch {
    return "cut";
  } finally {
    clearTimeout(timer);
  }
}

/** @param {ArrayBuffer} bytes */
const asPdf = (bytes) => new Blob([bytes], { type: "application/pdf" });

/** @param {ArrayBuffer} bytes */
const startsAsPdf = (bytes) => String.fromCharCode(...new Uint8Array(bytes.slice(0, 5))) === "%PDF-";
