/** Taking along what is in hand, and the page itself, so that it opens without a network. */
import { device } from "../device.js";
import { callAs, enrol } from "../enrolled.js";
import { decided } from "./acts.js";
import { keep, keepOnly } from "./locker.js";

const lang = document.documentElement.lang;

/** Everything that this person has in hand; the server says whose it is. @param {(done: number, total: number) => void} told */
export async function fetchDay(told) {
  const { device_id } = await device();
  await enrol(device_id);
  /** @type {import("./locker.js").Dossier[]} */ const found = [];
  let person = "";
  for (;;) {
    const after = found[found.length - 1]?.number ?? "";
    const { body } = await callAs(device_id, "GET", `/sync/desk?after=${after}&lang=${lang}`);
    person = body.person;
    if (!body.dossiers.length) return { person, found };
    found.push(...body.dossiers);
    told(found.length, body.total);
  }
}

/** @param {CryptoKey} key @param {import("./locker.js").Dossier[]} found */
export async function store(key, found) {
  await keep(key, found);
  // What was decided and is not settled stays to be seen, though it is in other hands by now.
  const unsettled = [...(await decided()).entries()].filter(([, { state }]) => state !== "filed");
  await keepOnly([...found.map(({ number }) => number), ...unsettled.map(([number]) => number)]);
  await keepPage();
}

/** The page with its script and style, beside what the worker keeps for everybody. */
async function keepPage() {
  const name = (await caches.keys()).filter((one) => one.startsWith("shubbak-")).pop();
  if (!name) return;
  const cache = await caches.open(name);
  const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=modulepreload]")].map(
    (one) => one.getAttribute("src") ?? one.getAttribute("href") ?? "",
  );
  await Promise.all(
    [location.pathname, ...parts].map(async (url) => (await cache.match(url)) ?? cache.add(url).catch(() => {})),
  );
}
