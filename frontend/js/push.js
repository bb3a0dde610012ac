// One push: envelopes of one device, and what the server made of each.

import { call, NoAnswer } from "./call.js";
import { enrol } from "./enrolled.js";
import { noticeEpoch } from "./epoch.js";
import { note, putOff, settle } from "./outcomes.js";
import { write } from "./vault.js";

/** @typedef {import("./outbox.js").Request} Request */

/**
 * Sends the requests of one device and settles each by itself. Throws NoAnswer when the server cannot be reached;
 * when it stumbled over this push alone, the requests are put off and the others go on.
 * @param {string} deviceId
 * @param {Request[]} batch
 */
export async function offer(deviceId, batch) {
  let answer;
  try {
    await enrol(deviceId);
    answer = await push(deviceId, batch);
    if (answer.status === 401 && answer.body?.code === "device.unknown") {
      await enrol(deviceId, true);
      answer = await push(deviceId, batch);
    }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    for (const { id } of batch) await putOff(id, error.reason);
    if (error.reason === "server") return;
    throw error;
  }
  const { status, body } = answer;
  if (status === 413 || (status === 400 && body?.code === "push.malformed")) return split(deviceId, batch, answer);
  if (status !== 200 || !body.epoch || !Array.isArray(body.outcomes)) {
    for (const { id } of batch) await putOff(id, body?.code ?? "shape");
    return;
  }
  for (const request of batch) await settleOne(request, body);
  await noticeEpoch(body.epoch, answer.headers);
}

/** @param {string} deviceId @param {Request[]} batch */
const push = (deviceId, batch) => call("POST", "/sync/push", { json: { carrier: deviceId, items: batch.map(itemOf) } });

/** What the server may have lost goes with the token that proves it had it. @param {Request} request */
function itemOf({ envelope, reoffer, receipt, held_token }) {
  const token = receipt?.token ?? held_token;
  return reoffer && token ? { item: envelope, receipt: token } : envelope;
}

/** @param {Request} request @param {{outcomes: any[], epoch: string}} body */
export async function settleOne(request, { outcomes, epoch }) {
  const mine = outcomes.find((one) => one?.id === request.id && answers(one, request));
  if (!mine) return putOff(request.id, "shape");
  if (mine.code === "device.unknown") await write([{ room: "meta", id: `enrolled/${request.device_id}` }]);
  return settle(request, mine, epoch);
}

/** Only what names our digest is about our envelope; `unknown` has none to name. @param {any} one @param {Request} request */
const answers = (one, { envelope }) => one.outcome === "unknown" || one.digest === envelope?.digest;

/** @param {string} deviceId @param {Request[]} batch @param {import("./call.js").Answer} answer */
async function split(deviceId, batch, { body }) {
  const [first] = batch;
  if (batch.length === 1)
    return note(first.id, () => ({
      state: "attention",
      last_error: body?.code ?? "push.too_large",
      next_try_at: null,
    }));
  const half = Math.ceil(batch.length / 2);
  await offer(deviceId, batch.slice(0, half));
  await offer(deviceId, batch.slice(half));
}
