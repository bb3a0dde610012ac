// This device before the server: an id and a P-256 key that cannot be taken out of the browser.

import { base64url, hex, sha256, utf8, uuid7 } from "./bytes.js";
import { canonical } from "./canonical.js";
import { serverNow, stamp } from "./time.js";
import { dropKey, lockedKey } from "./vault.js";
import { world } from "./world.js";

/** @typedef {{device_id: string, pair: CryptoKeyPair}} Device */

const ECDSA = { name: "ECDSA", hash: "SHA-256" };
const CURVE = { name: "ECDSA", namedCurve: "P-256" };

/** This device, made at the first call. @returns {Promise<Device>} */
export const device = () => lockedKey("device", make);

/** A device for one envelope alone: nothing ties it to this one. @returns {Promise<Device>} */
export async function loneDevice() {
  const made = await make();
  return lockedKey(`device:${made.device_id}`, async () => made);
}

/** The device that signed as this id; undefined if its key is gone. @param {string} deviceId @returns {Promise<Device | undefined>} */
export async function deviceOf(deviceId) {
  const own = await device();
  if (own.device_id === deviceId) return own;
  return lockedKey(`device:${deviceId}`, () => Promise.reject(new Error("gone"))).catch(() => undefined);
}

/** Forgets the key of a lone device. @param {string} deviceId */
export const forgetLoneDevice = (deviceId) => dropKey(`device:${deviceId}`);

const make = async () => ({
  device_id: uuid7(world.now()),
  pair: await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]),
});

/** ECDSA P-256 with SHA-256, raw r‖s, base64url. @param {Device} device @param {BufferSource} message */
export const sign = async ({ pair }, message) => base64url(await crypto.subtle.sign(ECDSA, pair.privateKey, message));

/** What the server is told once, so that it knows this device's key. @param {Device} device */
export async function enrolment(device) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", device.pair.publicKey);
  const words = {
    device_id: device.device_id,
    public_key: { kty, crv, x, y },
    kind: "phone",
    at: stamp(await serverNow()),
  };
  return { ...words, signature: await sign(device, utf8(canonical(words))) };
}

/**
 * The header that says who calls.
 * @param {Device} device
 * @param {string} method
 * @param {string} target path and query exactly as sent
 * @param {import("./bytes.js").Bytes} body empty for a tus PATCH
 */
export async function signedHeader(device, method, target, body) {
  const t = Math.floor((await serverNow()).getTime() / 1000);
  const message = `${method}\n${target}\n${t}\n${hex(await sha256(body))}`;
  return `${device.device_id};t=${t};sig=${await sign(device, utf8(message))}`;
}
