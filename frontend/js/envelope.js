// The envelope: what was filled, in the exact shape of the contract, signed before it leaves the draft.

import { base32, fromHex, hex, randomBytes, sha256 } from "./bytes.js";
import { canonical, NotCanonical } from "./canonical.js";
import { sign } from "./device.js";

export { canonical, NotCanonical };

const MOST_BYTES = 256 * 1024;

/** More answers than an envelope carries; the table must go as a file. */
export class TooLarge extends Error {}

/**
 * @typedef {{field: string, name: string, type: string, size: number, sha256: string, id?: string}} FileEntry
 * @typedef {Record<string, any> & {id: string, device_id: string, digest: string}} Envelope
 * @typedef {{signer: string, sign: (digest: import("./bytes.js").Bytes) => Promise<Record<string, unknown>>}} Proving
 */

/**
 * Signed and whole. Throws NotCanonical or TooLarge, never a half-made one.
 * @param {object} filled
 * @param {import("./drafts.js").Draft} filled.draft
 * @param {import("./device.js").Device} filled.device
 * @param {string | null} [filled.person] who files, where somebody is signed in
 * @param {Proving} [filled.proving] the person's own signature
 * @param {number} filled.seq
 * @param {string} filled.filledAt RFC 3339
 * @param {string | null} filled.seen time token
 * @param {string | null} filled.claim hex SHA-256 of the claim code
 * @returns {Promise<Envelope>}
 */
export async function envelopeOf({ draft, device, person = null, proving, seq, filledAt, seen, claim }) {
  const kind = draft.kind ?? "dossier.file";
  const unsigned = {
    v: 1,
    id: draft.id,
    device_id: device.device_id,
    seq,
    kind,
    ...(draft.act ? { act: draft.act } : {}),
    service: draft.service,
    service_version: draft.version,
    lang: draft.lang,
    filled_at: filledAt,
    seen,
    person,
    for: (person && draft.for?.id) || null,
    signer: proving?.signer ?? null,
    answers: draft.answers,
    files: draft.files.map(({ field, name, type, size, sha256 }) => ({ field, name, type, size, sha256 })),
    depends_on: draft.depends_on ?? [],
    corrects: draft.corrects ?? null,
    dossier: draft.dossier ?? null,
    base_revision: draft.base_revision ?? null,
    claim,
  };
  const digest = await digestOf(unsigned);
  const signature = await sign(device, fromHex(digest));
  const proof = proving ? await proving.sign(fromHex(digest)) : null;
  const envelope = { ...unsigned, digest, signature, proof };
  if (new Blob([canonical(envelope)]).size > MOST_BYTES) throw new TooLarge(draft.id);
  return envelope;
}

/** Hex SHA-256 over all but digest, signature and proof. @param {Record<string, any>} envelope */
export async function digestOf(envelope) {
  const { digest: _digest, signature: _signature, proof: _proof, ...rest } = envelope;
  return hex(await sha256(canonical(rest)));
}

/** A code to show or print, which fetches the receipt from any phone, and what of it goes into the envelope. */
export async function claimCode() {
  const code = base32(randomBytes(10));
  return { code, claim: hex(await sha256(code)) };
}
