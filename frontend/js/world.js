// What the browser core takes from outside, in one place, so that a test can stop the clock or cut an answer.

export const world = {
  /** @type {(url: string, init?: RequestInit) => Promise<Response>} */
  fetch: (url, init) => fetch(url, init),
  /** Milliseconds by this device's clock, right or wrong. */
  now: () => Date.now(),
  /** From 0 up to 1; only for delays, never for secrets. */
  random: () => Math.random(),
  /**
   * Calls back after so many milliseconds; returns how to call it off.
   * @type {(ms: number, then: () => void) => () => void}
   */
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Modules wanted only sometimes. A service worker may not import while running, so it fills these beforehand.
 * @type {{receipt: () => Promise<typeof import("./receipt.js")>, tus: () => Promise<typeof import("./tus.js")>,
 *   elsewhere: () => Promise<typeof import("./elsewhere.js")>,
 *   ed25519: () => Promise<typeof import("../vendor/noble-ed25519.js")>}}
 */
export const lazily = {
  receipt: () => import("./receipt.js"),
  elsewhere: () => import("./elsewhere.js"),
  tus: () => import("./tus.js"),
  ed25519: () => import("../vendor/noble-ed25519.js"),
};
