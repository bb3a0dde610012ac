// What this device keeps of the site and when it is shown: the policy, to be read from top to bottom.
// The server writes the bundle's version into this file, so that a new bundle is a new worker.

const CACHE = "shubbak-{bundle}";
const LANGUAGE = new URL(location.href).searchParams.get("lang") ?? "ar";
const PATIENCE = 2500;
const KEPT = { ignoreSearch: true, ignoreVary: true };

// A new bundle is kept whole or not at all: until then the old worker and its cache stay in charge.
addEventListener("install", (event) => event.waitUntil(languages().then(keep)));

// It never takes over by itself: the page asks the person, every tab saves, then this message comes.
addEventListener("message", (event) => {
  if (event.data === "take-over") skipWaiting();
  if (event.data?.language) event.waitUntil(keep([event.data.language]));
});

// Older bundles go, save one with a version of a form that only it has: a draft may have been begun in it.
addEventListener("activate", (event) => event.waitUntil(dropOld()));

// There is news on a request: which, and nothing of what it says. A press opens My requests.
addEventListener("push", (event) => {
  const { title, text, url, lang } = event.data?.json() ?? {};
  if (title) event.waitUntil(registration.showNotification(title, { body: text, lang, data: url }));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data));
});

// Left to the browser: all that changes something, all that is personal, and htmx's fragments.
addEventListener("fetch", (event) => {
  const { method, url, headers, mode } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || headers.has("HX-Request")) return;
  if (headers.get("Accept") === "text/event-stream") return;
  if (/^\/(sync|r)(\/|$)/.test(pathname)) return;
  if (mode === "navigate") event.respondWith(page(event.request, pathname));
  else event.respondWith(kept(pathname).then((found) => found ?? fetch(event.request)));
});

// A page: the kept one; else the network's, if it comes in time; else the page that says so.
async function page(request, pathname) {
  // The code of a receipt is read by the page itself, whatever stands behind the address.
  const found = await kept(pathname.startsWith("/V/") ? "/V/" : pathname);
  if (found) return found;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([fetch(request).catch(() => undefined), late]);
  const instead = pathname === "/" ? `/${LANGUAGE}/` : `/${languageOf(pathname)}/offline`;
  return answer ?? (await kept(instead)) ?? (await kept(`/${LANGUAGE}/offline`)) ?? Response.error();
}

async function kept(pathname) {
  const found = await (await caches.open(CACHE)).match(pathname, KEPT);
  return found ?? (/^\/static\/|\/form\/\d+$/.test(pathname) ? caches.match(pathname, KEPT) : undefined);
}

// Everything of these languages and of none, each byte checked against the manifest. Goes on where it was cut.
async function keep(wanted) {
  const manifest = await (await fetch("/sync/manifest", { credentials: "omit", cache: "no-cache" })).json();
  if (CACHE !== `shubbak-${manifest.bundle.version}`) throw new Error("the server has another bundle by now");
  const [cache, here, known] = await Promise.all([caches.open(CACHE), addresses(CACHE), knownBytes()]);
  const missing = manifest.assets.filter(
    ({ url }) => !here.includes(url) && wanted.includes(languageOf(url) ?? wanted[0]),
  );
  const homes = missing.filter(({ url }) => isHome(url));
  const others = missing.filter(({ url }) => !isHome(url));
  const lane = async () => {
    while (others.length) await keepOne(cache, others.shift(), known);
  };
  await Promise.all([lane(), lane(), lane(), lane(), lane(), lane()]);
  // A language's first page comes last: where that is kept, pages need not ask for the language again.
  for (const home of homes) await keepOne(cache, home, known);
}

async function keepOne(cache, { url, sha256 }, known) {
  const hash = base64(sha256.match(/../g).map((pair) => Number.parseInt(pair, 16)));
  const ask = () =>
    fetch(url, { integrity: `sha256-${hash}`, credentials: "omit", redirect: "error", cache: "no-cache" });
  const answer = known.get(hash)?.clone() ?? (await ask().catch(() => ask().catch(() => Response.error())));
  if (answer.ok) await cache.put(url, answer);
  // A picture may fail without taking the bundle with it.
  else if (!/\.(png|svg|ico|woff2)$/.test(url)) throw new Error(`${url} could not be kept`);
}

// Bytes of older bundles that did not change need not be fetched again.
async function knownBytes() {
  const known = new Map();
  for (const name of await older())
    for (const response of await (await caches.open(name)).matchAll()) known.set(await hashOf(response), response);
  return known;
}

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const hashOf = async (response) =>
  base64(new Uint8Array(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer())));
const isHome = (url) => /^\/[a-z]{2,3}\/$/.test(url);
const languageOf = (url) => /^\/([a-z]{2,3})(\/|$)/.exec(url)?.[1];
const older = async () => (await caches.keys()).filter((name) => name.startsWith("shubbak-") && name !== CACHE);
const addresses = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
const languages = async () => [
  LANGUAGE,
  ...(await Promise.all((await older()).map(addresses))).flat().map(languageOf).filter(Boolean),
];

async function dropOld() {
  const here = await addresses(CACHE);
  for (const name of await older()) {
    const formOnlyThere = (path) => /\/form\/\d+$/.test(path) && !here.includes(path);
    if (!(await addresses(name)).some(formOnlyThere)) await caches.delete(name);
  }
}
