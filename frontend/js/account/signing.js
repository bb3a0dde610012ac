/** A person's own signature: the passkey signs the digest, also without a network. */
import { base64url } from "../bytes.js";
import { show } from "./passkeys.js";

const OPTIONS = { rpId: location.hostname, userVerification: "required", timeout: 300_000 };

/** What signs as this person. @param {{passkey: string}} here @returns {import("../envelope.js").Proving} */
export const signingAs = ({ passkey }) => ({
  signer: passkey,
  sign: async (digest) => proofOf(await show({ ...OPTIONS, challenge: base64url(digest), only: passkey })),
});

/** As the envelope carries it: its keys have no capitals. @param {Record<string, any>} shown */
const proofOf = ({ response }) => ({
  client_data: response.clientDataJSON,
  authenticator_data: response.authenticatorData,
  signature: response.signature,
  user_handle: response.userHandle ?? null,
});
