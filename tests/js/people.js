// Who the tests are about.

import { Phone } from "./browser.js";
import { Server } from "./server.js";

/** An employer in Adrar on a phone, and requests filed on it that nobody has heard of yet. */
export async function filed(count = 1) {
  const server = new Server();
  const phone = new Phone(server);
  const tab = await phone.tab();
  const all = [];
  for (let number = 0; number < count; number++) {
    const draft = stoppage(tab, `ورشة ${number}`);
    await tab.saveDraft(draft);
    all.push(await tab.fileDraft(draft));
  }
  return { server, phone, tab, request: all[0], all };
}

/** The draft of a stoppage of work, not saved yet. */
export function stoppage(tab, site = "ورشة أدرار") {
  const draft = tab.newDraft("cacobatph.bad-weather-stoppage", 1, "ar");
  draft.answers.site = site;
  return draft;
}
