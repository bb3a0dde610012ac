// The server knows a device by its key, told once in the background, and again when the server forgot it.

import { call, NoAnswer } from "./call.js";
import { deviceOf, enrolment } from "./device.js";
import { read, write } from "./vault.js";

/** Makes the device known; once, or again when told so. @param {string} deviceId @param {boolean} [again] */
export async function enrol(deviceId, again = false) {
  const id = `enrolled/${deviceId}`;
  if (!again && (await read("meta", id))) return;
  const device = await deviceOf(deviceId);
  if (!device) throw new NoAnswer("device.gone");
  const answer = await call("POST", "/sync/devices", { json: await enrolment(device) });
  if (answer.status !== 200 && answer.status !== 201) throw new NoAnswer(answer.body?.code ?? "device", answer.status);
  await write([{ room: "meta", id, value: { id } }]);
}

/**
 * A call signed by the device. Throws NoAnswer unless the status is 200; a server restored from an old backup meets
 * the device anew.
 * @param {string} deviceId @param {string} method @param {string} target @param {unknown} [json]
 * @param {RequestCredentials} [credentials] whether cookies go with it
 * @returns {Promise<import("./call.js").Answer>}
 */
export async function callAs(deviceId, method, target, json, credentials) {
  const device = await deviceOf(deviceId);
  if (!device) throw new NoAnswer("device.gone", 0);
  let answer = await call(method, target, { device, json, credentials });
  if (answer.status === 401 && answer.body?.code === "device.unknown") {
    await enrol(deviceId, true);
    answer = await call(method, target, { device, json, credentials });
  }
  if (answer.status !== 200) throw new NoAnswer(answer.body?.code ?? "shape", answer.status);
  return answer;
}
