// Starts the service worker and lets a new version in only when the person says so and every tab has saved.

/** @type {(() => Promise<unknown>)[]} */
const savings = [];

/** What must be kept before this page is loaded anew. @param {() => Promise<unknown>} save */
export const beforeReload = (save) => savings.push(save);

/**
 * Starts the worker for the page's language. Never fails: without a worker the site works as long as there is network.
 * @param {string} lang
 * @param {(takeOver: () => void) => void} onNews called when a new version waits; `takeOver` lets it in
 */
export async function startWorker(lang, onNews) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const hadController = !!workers.controller;
  // Clearing the site's data changes the controller too: there is nothing new to load then.
  workers.addEventListener("controllerchange", () => hadController && workers.controller && reload());
  try {
    const registration = await register(lang);
    watch(registration, onNews);
    await keepLanguage(lang, registration);
  } catch (error) {
    globalThis.reportError?.(error);
  }
}

/** A language once chosen stays: another one is added by message, not by another worker. @param {string} lang */
async function register(lang) {
  const before = await navigator.serviceWorker.getRegistration("/");
  const script = (before?.active ?? before?.waiting ?? before?.installing)?.scriptURL;
  const query = script ? new URL(script).search : `?lang=${lang}`;
  const classic = () => navigator.serviceWorker.register(`/service-worker.js${query}`, { scope: "/" });
  if (!("SyncManager" in globalThis)) return classic();
  // Chrome 90 has background sync but no module workers.
  return navigator.serviceWorker.register(`/sync-worker.js${query}`, { scope: "/", type: "module" }).catch(classic);
}

/** @param {ServiceWorkerRegistration} registration @param {(takeOver: () => void) => void} onNews */
function watch(registration, onNews) {
  const tell = () => {
    const { waiting, active } = registration;
    if (waiting && active) onNews(() => waiting.postMessage("take-over"));
  };
  tell();
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => installing.state === "installed" && tell());
  });
}

/** @param {string} lang @param {ServiceWorkerRegistration} registration */
async function keepLanguage(lang, registration) {
  const { active } = registration;
  if (active?.state === "activated" && !(await caches.match(`/${lang}/`))) active.postMessage({ language: lang });
}

let reloading = false;

async function reload() {
  if (reloading) return;
  reloading = true;
  await Promise.allSettled(savings.map((save) => save()));
  location.reload();
}
