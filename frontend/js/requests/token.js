/** What a kept token says. It was verified when it came; here it is only read. */
import { fromBase64url } from "../bytes.js";
import { decode } from "../cbor.js";

/** When the server received it, by the server's clock. @param {string} token @returns {Date} */
export function receivedAt(token) {
  const { value } = decode(fromBase64url(token));
  return new Date(decode(value[2])[5] * 1000);
}
