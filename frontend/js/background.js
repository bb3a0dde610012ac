// What the service worker does where the browser also sends in the background: it shares the pages' own outbox.
// A worker may not import while it runs, so what pages load only on need is loaded here at once.

import * as ed25519 from "../vendor/noble-ed25519.js";
import * as elsewhere from "./elsewhere.js";
import { flush } from "./flush.js";
import * as receipt from "./receipt.js";
import * as tus from "./tus.js";
import { lazily } from "./world.js";

lazily.receipt = async () => receipt;
lazily.elsewhere = async () => elsewhere;
lazily.tus = async () => tus;
lazily.ed25519 = async () => ed25519;

addEventListener("sync", (/** @type {any} */ event) => {
  if (event.tag === "outbox") event.waitUntil(sendAll());
});

// Without the refusal the browser would think that all was sent, and not call again.
async function sendAll() {
  const left = await flush("sync");
  if (left > 0) throw new Error(`${left} requests still wait`);
}
