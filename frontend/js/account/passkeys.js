// The browser's passkeys (WebAuthn). Older browsers lack the JSON forms, so bytes are turned here.

import { base64url, fromBase64url } from "../bytes.js";

/** Whether this browser can hold passkeys: the line must be secure, and the address a name. */
export const known = () =>
  typeof PublicKeyCredential !== "undefined" && !!navigator.credentials && globalThis.isSecureContext;

/** Whether it offers them by itself in a field. @returns {Promise<boolean>} */
export const offersThem = async () =>
  (await /** @type {any} */ (globalThis.PublicKeyCredential)?.isConditionalMediationAvailable?.()) === true;

/** Makes one. @param {any} options @returns {Promise<Record<string, unknown>>} */
export async function create(options) {
  const publicKey = {
    ...options,
    challenge: fromBase64url(options.challenge),
    user: { ...options.user, id: fromBase64url(options.user.id) },
    excludeCredentials: options.excludeCredentials.map(ofBytes),
  };
  const made = /** @type {any} */ (await navigator.credentials.create({ publicKey }));
  const { attestationObject, clientDataJSON } = made.response;
  return credential(made, { attestationObject, clientDataJSON });
}

/** Lets the person show one; `only`: this one and no other. @param {any} options @param {CredentialRequestOptions} [how] @returns {Promise<Record<string, unknown>>} */
export async function show(options, how) {
  const { only, ...rest } = options;
  const allowCredentials = only ? [{ type: "public-key", id: fromBase64url(only) }] : [];
  const publicKey = { ...rest, challenge: fromBase64url(options.challenge), allowCredentials };
  const shown = /** @type {any} */ (await navigator.credentials.get({ ...how, publicKey }));
  const { authenticatorData, clientDataJSON, signature, userHandle } = shown.response;
  return credential(shown, { authenticatorData, clientDataJSON, signature, userHandle });
}

/** @param {{id: string}} one */
const ofBytes = (one) => ({ ...one, id: fromBase64url(one.id) });

/** @param {any} made @param {Record<string, ArrayBuffer | null>} response */
const credential = ({ id, rawId, type }, response) => ({
  id,
  rawId: base64url(rawId),
  type,
  clientExtensionResults: {},
  response: Object.fromEntries(
    Object.entries(response)
      .filter(([, bytes]) => bytes)
      .map(([name, bytes]) => [name, base64url(/** @type {ArrayBuffer} */ (bytes))]),
  ),
});
