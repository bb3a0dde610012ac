// Asking the server for a challenge and giving it what a passkey signed; what goes wrong is said in words.

import { hasWord, word } from "../words.js";

/** The server said no, by a code that has words. */
export class Refused extends Error {}

/** The answer of one of our addresses under /api. @param {string} path @param {unknown} sent @returns {Promise<any>} */
export async function ask(path, sent = {}) {
  const answer = await fetch(`/api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(sent),
    credentials: "same-origin",
    cache: "no-store",
  });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.code);
  return said;
}

/** What to tell the person, or "" where they called it off themselves. @param {unknown} reason */
export function told(reason) {
  if (reason instanceof Refused) {
    const key = `refusal.${reason.message}`;
    return hasWord(key) ? word(key) : word("account.failed");
  }
  const { name } = /** @type {Error} */ (reason);
  if (name === "AbortError" || name === "NotAllowedError") return word("account.called_off");
  if (name === "InvalidStateError") return word("account.known_here");
  return word(name === "TypeError" ? "account.no_network" : "account.failed");
}

/** Says it where the page says such things. @param {string} text */
export function say(text) {
  const place = /** @type {HTMLElement} */ (document.getElementById("said"));
  place.textContent = text;
  place.hidden = !text;
}

/** Runs the act of a button or form; until it ends, nothing is pressed twice. @param {HTMLElement} place @param {() => Promise<void>} act */
export async function acting(place, act) {
  const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (place.querySelectorAll("button"));
  say("");
  for (const button of buttons) button.disabled = true;
  try {
    await act();
  } catch (reason) {
    say(told(reason));
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** What a passkey made on this device is called at first. */
export const thisDevice = () =>
  word(/android|iphone|ipad|mobile/i.test(navigator.userAgent) ? "account.passkey.phone" : "account.passkey.computer");
