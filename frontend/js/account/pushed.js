/** Being told on this device: the browser asks its push service for an address, which the account keeps. */
import { word } from "../words.js";

/** Offers it where the browser can. @param {HTMLFormElement} form */
export async function offerPush(form) {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  if (!registration || !("pushManager" in registration)) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const options = { userVisibleOnly: true, applicationServerKey: form.dataset.key };
      const subscription = await registration.pushManager.subscribe(options);
      /** @type {HTMLInputElement} */ (form.elements.namedItem("address")).value = JSON.stringify(subscription);
      form.submit();
    } catch {
      const said = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
      said.textContent = word("notice.push.no");
      said.hidden = false;
    }
  });
}
