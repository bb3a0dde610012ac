import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const { line = "", broken = "" } = JSON.parse(process.env.SHUBBAK_SABOTAGE ?? "{}");
const SOURCE = readFileSync(new URL("../../frontend/service-worker.js", import.meta.url), "utf8").replace(line, broken);
const SITE = "http://localhost:8000";

/** A site whose pages a test can change, break or switch off. */
class Site {
  pages = new Map(
    Object.entries({
      "/ar/": "الشباك",
      "/ar/offline": "لا اتصال",
      "/ar/services/x/form": "استمارة",
      "/ar/services/x/form/1": "استمارة 1",
      "/fr/": "guichet",
      "/fr/offline": "pas de contact",
      "/V/": "verify",
      "/static/r1/js/page.js": "script",
      "/static/r1/icons/mark.svg": "<svg/>",
    }),
  );
  unlisted = new Map([["/ar/requests/live", "live"]]);
  broken = new Set();
  asked = [];
  off = false;
  version = "b1";

  fetch = async (request, init = {}) => {
    const { pathname } = new URL(request.url ?? request, SITE);
    this.asked.push(pathname);
    if (this.off) throw new TypeError("network");
    if (this.silent) return new Promise(() => {});
    if (pathname === "/sync/manifest") return Response.json(this.manifest());
    const text = this.pages.get(pathname) ?? this.unlisted.get(pathname);
    if (text === undefined || this.broken.has(pathname)) return new Response("no", { status: 404 });
    if (init.integrity && init.integrity !== `sha256-${sha256(text, "base64")}`) throw new TypeError("integrity");
    return new Response(text, { headers: { Vary: "Accept-Encoding" } });
  };

  manifest() {
    const assets = [...this.pages].map(([url, text]) => ({ url, sha256: sha256(text, "hex") }));
    return { protocol: 1, bundle: { version: this.version }, assets };
  }
}

const sha256 = (text, encoding) => createHash("sha256").update(text).digest(encoding);

/** The Cache API as far as the worker uses it. */
class Caches {
  all = new Map();
  open = async (name) => {
    if (!this.all.has(name)) this.all.set(name, new Cache());
    return this.all.get(name);
  };
  keys = async () => [...this.all.keys()];
  delete = async (name) => this.all.delete(name);
  match = async (url, how) => {
    for (const cache of this.all.values()) {
      const found = await cache.match(url, how);
      if (found) return found;
    }
  };
}

class Cache {
  all = new Map();
  put = async (url, response) => void this.all.set(url, [await response.text(), response.headers]);
  keys = async () => [...this.all.keys()].map((url) => ({ url: SITE + url }));
  match = async (url) => (this.all.has(url) ? this.made(url) : undefined);
  matchAll = async () => [...this.all.keys()].map((url) => this.made(url));
  made = (url) => new Response(this.all.get(url)[0], { headers: this.all.get(url)[1] });
}

/** The worker's script for the site's present bundle, running on this device. */
class Worker {
  constructor(site, caches, { lang = "ar" } = {}) {
    this.handlers = {};
    this.skipped = false;
    const scope = {
      location: { href: `${SITE}/service-worker.js?lang=${lang}`, origin: SITE },
      addEventListener: (type, handler) => (this.handlers[type] = handler),
      skipWaiting: () => (this.skipped = true),
      // Two and a half seconds are over as soon as nothing else happens.
      setTimeout: (then) => setImmediate(then),
      fetch: (...call) => site.fetch(...call),
      ...{ caches, crypto, URL, Response, btoa, Set, Map, Promise, Uint8Array, Array, Number, String },
    };
    vm.runInNewContext(SOURCE.replace("{bundle}", site.version), scope);
  }

  async run(type, event = {}) {
    let waited;
    this.handlers[type]({ waitUntil: (promise) => (waited = promise), ...event });
    await waited;
  }

  /** The text shown for an address; undefined if the worker leaves it to the browser. */
  async show(path, { method = "GET", mode = "navigate", headers = {}, origin = SITE } = {}) {
    let answer;
    const request = { method, url: origin + path, headers: new Headers(headers), mode };
    this.handlers.fetch({ request, respondWith: (promise) => (answer = promise) });
    const response = await answer;
    return response && (response.type === "error" ? "error" : response.text());
  }
}

async function installed({ lang } = {}) {
  const site = new Site();
  const caches = new Caches();
  const worker = new Worker(site, caches, { lang });
  await worker.run("install");
  return { site, caches, worker };
}

test("every page of the chosen language opens without network, also one never opened", async () => {
  const { site, worker } = await installed();
  site.off = true;
  assert.equal(await worker.show("/ar/services/x/form?draft=1"), "استمارة");
  assert.equal(await worker.show("/static/r1/js/page.js", { mode: "cors" }), "script");
});

test("pages of the other language are not fetched, until it is chosen too", async () => {
  const { site, worker } = await installed();
  assert.ok(!site.asked.includes("/fr/"));
  await worker.run("message", { data: { language: "fr" } });
  site.off = true;
  assert.equal(await worker.show("/fr/"), "guichet");
});

test("the address of any receipt code shows the page that reads it", async () => {
  const { site, worker } = await installed();
  site.off = true;
  assert.equal(await worker.show("/V/ORSXG5A"), "verify");
});

test("a language that was cut has no first page yet, so that it is asked for again and goes on", async () => {
  const { site, caches, worker } = await installed();
  site.broken.add("/fr/offline");
  await assert.rejects(worker.run("message", { data: { language: "fr" } }));
  assert.equal(await caches.match("/fr/"), undefined);
  site.broken.clear();
  await worker.run("message", { data: { language: "fr" } });
  site.off = true;
  assert.equal(await worker.show("/fr/"), "guichet");
});

test("the first address leads home when nobody answers", async () => {
  const { site, worker } = await installed();
  site.off = true;
  assert.equal(await worker.show("/"), "الشباك");
});

test("what is not kept comes from the network", async () => {
  const { worker } = await installed();
  assert.equal(await worker.show("/ar/requests/live"), "live");
});

for (const silence of ["off", "silent"]) {
  test(`what is not kept and does not come (${silence}) shows the page that says so, in its language`, async () => {
    const { site, worker } = await installed({ lang: "fr" });
    await worker.run("message", { data: { language: "ar" } });
    site[silence] = true;
    assert.equal(await worker.show("/ar/unknown"), "لا اتصال");
    assert.equal(await worker.show("/desk/unknown"), "pas de contact");
  });
}

for (const [what, path, how] of [
  ["a fragment", "/ar/services/x/form", { headers: { "HX-Request": "true" } }],
  ["a call of the outbox", "/sync/manifest", { mode: "cors" }],
  ["a personal page", "/r/CB-49-2026-000001-27", {}],
  ["a form sent without script", "/ar/services/x/form", { method: "POST" }],
  ["another site", "/ar/", { origin: "https://example.org" }],
])
  test(`${what} is left to the browser`, async () => {
    const { worker } = await installed();
    assert.equal(await worker.show(path, how), undefined);
  });

test("a page whose bytes are not those of the manifest is not kept, and the old bundle stays", async () => {
  const { site, caches, worker } = await installed();
  Object.assign(site, { version: "b2" });
  site.pages.set("/ar/", "جديد");
  const tampered = site.manifest();
  site.manifest = () => tampered;
  site.pages.set("/ar/", "شيء آخر");
  await assert.rejects(new Worker(site, caches).run("install"));
  site.off = true;
  assert.equal(await worker.show("/ar/"), "الشباك");
});

test("a picture that fails does not take the bundle with it", async () => {
  const site = new Site();
  site.broken.add("/static/r1/icons/mark.svg");
  const worker = new Worker(site, new Caches());
  await worker.run("install");
  site.off = true;
  assert.equal(await worker.show("/ar/"), "الشباك");
});

test("an installation that was cut goes on where it stopped", async () => {
  const site = new Site();
  const caches = new Caches();
  site.broken.add("/V/");
  await assert.rejects(new Worker(site, caches).run("install"));
  site.broken.clear();
  site.asked.length = 0;
  await new Worker(site, caches).run("install");
  assert.deepEqual(site.asked, ["/sync/manifest", "/V/", "/ar/"]);
});

test("a server that has moved on meanwhile is not mixed into this bundle", async () => {
  const site = new Site();
  const worker = new Worker(site, new Caches());
  site.version = "b2";
  await assert.rejects(worker.run("install"), /another bundle/);
});

test("a new bundle fetches only what changed, in every language used, and waits to be let in", async () => {
  const { site, caches, worker } = await installed();
  await worker.run("message", { data: { language: "fr" } });
  site.version = "b2";
  site.pages.set("/ar/", "جديد");
  site.asked.length = 0;
  const next = new Worker(site, caches);
  await next.run("install");
  assert.deepEqual(site.asked, ["/sync/manifest", "/ar/"]);
  assert.equal(next.skipped, false);
  assert.equal(await worker.show("/ar/"), "الشباك");
  await next.run("message", { data: "take-over" });
  assert.equal(next.skipped, true);
  await next.run("activate");
  site.off = true;
  assert.deepEqual(await caches.keys(), ["shubbak-b2"]);
  assert.equal(await next.show("/fr/"), "guichet");
});

test("an older form that only the old bundle has stays, with its scripts", async () => {
  const { site, caches } = await installed();
  site.version = "b2";
  site.pages.delete("/ar/services/x/form/1");
  site.pages.delete("/static/r1/js/page.js");
  const next = new Worker(site, caches);
  await next.run("install");
  await next.run("activate");
  site.off = true;
  assert.equal(await next.show("/ar/services/x/form/1"), "استمارة 1");
  assert.equal(await next.show("/static/r1/js/page.js", { mode: "cors" }), "script");
});
