// Files travel after their envelope by tus 1.0, in pieces, and go on where they were cut.

import { base64, utf8 } from "./bytes.js";
import { call, NoAnswer } from "./call.js";

const PIECE = 256 * 1024;
const TUS = { "Tus-Resumable": "1.0.0" };

/**
 * @typedef {object} Sending
 * @property {import("./device.js").Device} device
 * @property {string} envelope id
 * @property {string} sha256 hex
 * @property {ArrayBuffer} bytes
 * @property {string | undefined} url where an earlier try had begun
 * @property {(url: string) => Promise<unknown>} begun called before the first byte, so that a later try goes on
 * @property {(sent: number) => void} [progress]
 */

/**
 * Resolves once the server confirmed the last byte; throws NoAnswer otherwise, and what was sent stays there.
 * @param {Sending} sending
 */
export async function sendFile(sending) {
  const { device, bytes, progress = () => {} } = sending;
  let { url, offset } = await whereItStands(sending);
  if (url === undefined) [url, offset] = [await begin(sending), 0];
  while (offset < bytes.byteLength) {
    progress(offset);
    const piece = bytes.slice(offset, offset + PIECE);
    const headers = { ...TUS, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
    const answer = await call("PATCH", url, { device, headers, bytes: piece, expects: "tus" });
    if (answer.status !== 204) throw new NoAnswer(answer.body?.code ?? "file", answer.status);
    const next = offsetIn(answer);
    if (next <= offset || next > bytes.byteLength) throw new NoAnswer("shape", answer.status);
    offset = next;
  }
  progress(offset);
}

/** @param {Sending} sending */
async function whereItStands({ device, url }) {
  if (url === undefined) return { url, offset: 0 };
  const answer = await call("HEAD", url, { device, headers: TUS, expects: "tus" });
  return answer.status === 200 || answer.status === 204
    ? { url, offset: offsetIn(answer) }
    : { url: undefined, offset: 0 };
}

/** @param {Sending} sending @returns {Promise<string>} */
async function begin({ device, envelope, sha256, bytes, begun }) {
  const headers = {
    ...TUS,
    "Upload-Length": String(bytes.byteLength),
    "Upload-Metadata": `envelope ${base64(utf8(envelope))},sha256 ${base64(utf8(sha256))}`,
  };
  const answer = await call("POST", "/sync/files", { device, headers, expects: "tus" });
  const url = new URL(answer.headers.get("Location") ?? "", location.origin);
  if (answer.status !== 201 || url.origin !== location.origin || !url.pathname.startsWith("/sync/files/"))
    throw new NoAnswer(answer.body?.code ?? "file", answer.status);
  await begun(url.pathname + url.search);
  return url.pathname + url.search;
}

/** @param {import("./call.js").Answer} answer */
function offsetIn({ headers, status }) {
  const said = headers.get("Upload-Offset") ?? "";
  if (!/^\d+$/.test(said)) throw new NoAnswer("shape", status);
  return Number(said);
}
