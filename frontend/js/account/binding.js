// This device and the person signed in on it: the server is told, so that requests from here may be theirs.

import { device } from "../device.js";
import { callAs, enrol } from "../enrolled.js";
import { announce } from "../tabs.js";
import { change, readAll, write } from "../vault.js";

/** @typedef {import("../outbox.js").Request} Request */

/** A call to the one address under /sync to which the session's cookie belongs. @param {string} method @param {unknown} [json] */
async function bound(method, json) {
  const { device_id } = await device();
  await enrol(device_id);
  return callAs(device_id, method, `/sync/devices/${device_id}/person`, json, "same-origin");
}

/** What was filed from here without an account and could be taken over. @returns {Promise<Request[]>} */
export async function nobodys() {
  const { device_id } = await device();
  return (await readAll("outbox")).filter((one) => one.state === "filed" && !one.person && one.device_id === device_id);
}

/** The person uses this device for themselves from now on. @param {string} person @param {string} name */
export async function arrive(person, name) {
  await write([{ room: "meta", id: "person", value: { id: "person", person, name } }]);
  announce({ kind: "person" });
  await bound("POST", { requests: [] });
}

/** Takes over what was filed from here without an account; how many it were. @param {string} person @param {Request[]} requests */
export async function takeOver(person, requests) {
  const answer = await bound("POST", { requests: requests.map(({ id }) => id) });
  for (const id of answer.body.requests) await change("outbox", id, (kept) => kept && { ...kept, person });
  announce({ kind: "person" });
  return answer.body.requests.length;
}

/** Nobody is signed in here any more, whether the server hears it or not. */
export async function leave() {
  await write([{ room: "meta", id: "person" }]);
  announce({ kind: "person" });
  await bound("DELETE").catch(() => {});
}
