// This device and the person signed in on it: the server is told, so that requests from here may be theirs.

import { device } from "../device.js";
import { callAs, enrol } from "../enrolled.js";
import { person } from "../person.js";
import { wake } from "../sending.js";
import { alone, announce } from "../tabs.js";
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

/**
 * The person uses this device for themselves from now on. Only once the server knows it: what it could not file in
 * their name is nobody's and may be taken over, but never somebody else's.
 * @param {Omit<import("../person.js").Person, "id">} who
 */
export const arrive = (who) =>
  alone("person", async () => {
    const same = (await person())?.person === who.person;
    if (!same) await forget();
    await bound("POST", { requests: [] });
    await write([{ room: "meta", id: "person", value: { id: "person", ...who } }]);
    announce({ kind: "person" });
    if (!same) wake("page");
  });

/** Takes over what was filed from here without an account; how many it were. @param {string} who @param {Request[]} requests */
export async function takeOver(who, requests) {
  const answer = await bound("POST", { requests: requests.map(({ id }) => id) });
  for (const id of answer.body.requests) await change("outbox", id, (kept) => kept && { ...kept, person: who });
  announce({ kind: "person" });
  return answer.body.requests.length;
}

/** Nobody is signed in here any more, whether the server hears it or not. */
export const leave = () =>
  alone("person", async () => {
    await forget();
    await bound("DELETE").catch(() => {});
  });

async function forget() {
  await write([{ room: "meta", id: "person" }]);
  announce({ kind: "person" });
}
