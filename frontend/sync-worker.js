// Bundle {bundle}. The same worker where the browser also sends in the background: it shares the page's own outbox.
// A worker may not import while it runs, so what pages load only sometimes is loaded here at once.

import "/service-worker.js";
import { flush } from "/static/{release}/js/flush.js";
import * as receipt from "/static/{release}/js/receipt.js";
import * as tus from "/static/{release}/js/tus.js";
import { lazily } from "/static/{release}/js/world.js";
import * as ed25519 from "/static/{release}/vendor/noble-ed25519.js";

lazily.receipt = async () => receipt;
lazily.tus = async () => tus;
lazily.ed25519 = async () => ed25519;

addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(sendAll());
});

// Without the refusal the browser would think that all was sent, and not call again.
async function sendAll() {
  const left = await flush("sync");
  if (left > 0) throw new Error(`${left} requests still wait`);
}
