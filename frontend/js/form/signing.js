/** In whose name a request is filed, and their own signature under it: the passkey signs the digest, also offline. */
import { base64url } from "../bytes.js";
import { make } from "../make.js";
import { person } from "../person.js";
import { nodes, word } from "../words.js";
import { by } from "./make.js";

// On need, so that it is a file of its own, and no page without an account carries it.
const passkeys = () => import("../account/passkeys.js");

/** Says whose request it is going to be, and offers to sign it. */
export async function drawSigning() {
  const { known } = await passkeys();
  const here = await person();
  if (!here || document.getElementById("sign")) return;
  const box = make("input.check", { type: "checkbox", id: "sign" });
  const offer = make("label.declaration", null, box, make("span.says", null, word("form.sign")));
  const filer = make("p", null, nodes("form.filer", { name: here.name }));
  by("answers").after(make("div.field", { id: "signing" }, filer, ...(known() && here.passkey ? [offer] : [])));
}

/** What signs, where the person asked for it. @returns {Promise<import("../envelope.js").Proving | undefined>} */
export async function proving() {
  const here = await person();
  const box = /** @type {HTMLInputElement | null} */ (document.getElementById("sign"));
  if (!here || !box?.checked) return undefined;
  const options = { rpId: location.hostname, userVerification: "required", timeout: 300_000 };
  return {
    signer: here.passkey,
    sign: async (digest) =>
      proofOf(await (await passkeys()).show({ ...options, challenge: base64url(digest), only: here.passkey })),
  };
}

/** As the envelope carries it: its keys have no capitals. @param {Record<string, any>} shown */
const proofOf = ({ response }) => ({
  client_data: response.clientDataJSON,
  authenticator_data: response.authenticatorData,
  signature: response.signature,
  user_handle: response.userHandle ?? null,
});
