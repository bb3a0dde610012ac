import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { Phone } from "./browser.js";
import { stoppage } from "./people.js";
import { Server } from "./server.js";

/** A tab with the events of its page. */
async function open(phone) {
  const page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  const tab = await phone.tab();
  delete globalThis.addEventListener;
  return { tab, says: (name) => page.dispatchEvent(new Event(name)) };
}

for (const turns of [0, 1, 2, 3, 4, 6, 8, 12])
  test(`a page left ${turns} turns after a save began holds nobody up, and saves when it is back`, async () => {
    const phone = new Phone(new Server());
    const { tab, says } = await open(phone);
    const { tab: next } = await open(phone);
    const [mine, other] = [stoppage(tab, "left"), stoppage(next, "next")];
    const saving = tab.saveDraft(mine);
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    says("pagehide");
    await next.saveDraft(other);
    says("pageshow");
    await saving;
    assert.deepEqual((await next.drafts()).map(({ id }) => id).sort(), [mine.id, other.id].sort());
  });

test("a page that is gone begins nothing before it is back", async () => {
  const { tab, says } = await open(new Phone(new Server()));
  await tab.saveDraft(stoppage(tab));
  says("pagehide");
  const looking = tab.drafts();
  assert.equal(await Promise.race([looking, setImmediate("nothing")]), "nothing");
  says("pageshow");
  assert.equal((await looking).length, 1);
});
