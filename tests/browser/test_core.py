"""The core in a real Chromium: what is kept, what is sent, whatever happens to the server, the page and the browser."""

import pytest
from playwright.async_api import Error

from tests.browser.phone import Phone, until
from tests.counter import Counter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORM = "/ar/services/fnpos.rural-housing-aid/form"
CONCERN = """async (outbox) => {
  const page = document.querySelector("script[type=module]").src;
  const { $drafts: { keepFile, newDraft, saveDraft } } = await import(new URL("common.js", page).href);
  const canvas = Object.assign(document.createElement("canvas"), { width: 1200, height: 900 });
  const paint = canvas.getContext("2d");
  for (let spot = 0; spot < 4000; spot++) {
    paint.fillStyle = `hsl(${Math.random() * 360} 90% 50%)`;
    paint.fillRect(Math.random() * 1200, Math.random() * 900, 20, 20);
  }
  const photo = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
  const draft = { ...newDraft("ministry.concern", 1, "ar"), anonymous: true };
  draft.answers = {
    about: "cacobatph", wilaya: "01", subject: "delay", message: "ملفي بلا جواب منذ شهرين",
    named: false, declaration: true,
  };
  draft.files.push(await keepFile(draft.id, "evidence", photo, "photo.jpg"));
  await saveDraft(draft);
  return outbox.fileDraft(draft);
}"""
# It is known to the server, and nobody is sending any more.
SENT = """async () => {
  const db = await new Promise((done) => {
    indexedDB.open("shubbak").onsuccess = (event) => done(event.target.result);
  });
  const asking = db.transaction("meta").objectStore("meta").getAllKeys();
  await new Promise((done) => { asking.onsuccess = done; });
  db.close();
  const { held } = await navigator.locks.query();
  return asking.result.some((id) => id.startsWith("enrolled/")) && !held.some(({ name }) => name === "shubbak:flush");
}"""
# Another address of the same script is another worker, as another release would be.
NEW_WORKER = """async () => {
  const { active } = await navigator.serviceWorker.getRegistration("/");
  await navigator.serviceWorker.register(`${active.scriptURL}&release=next`, { scope: "/", type: "module" });
}"""
FILE = """async (outbox) => {
  const page = document.querySelector("script[type=module]").src;
  const { $drafts: { newDraft, saveDraft } } = await import(new URL("common.js", page).href);
  const draft = newDraft("ministry.concern", 1, "ar");
  await saveDraft(draft);
  return (await outbox.fileDraft(draft)).id;
}"""


async def test_a_form_never_opened_opens_with_the_server_dead(phone: Phone, counter: Counter) -> None:
    await phone.visit("/ar/")
    await phone.keeps_the_site()
    counter.kill()
    await phone.visit(FORM)
    assert await phone.page.locator("form").count() > 0
    await phone.visit("/ar/nothing-here")
    assert await phone.page.locator("h1").count() == 1
    assert phone.faults == []


async def test_a_draft_is_there_after_the_browser_was_closed(phone: Phone, counter: Counter) -> None:
    await phone.visit("/ar/")
    await phone.keeps_the_site()
    draft = await phone.core(
        "drafts",
        """async ({ newDraft, saveDraft }) => {
          const draft = newDraft("ministry.concern", 1, "ar");
          draft.answers.object = "ضجيج";
          await saveDraft(draft);
          return draft;
        }""",
    )
    counter.kill()
    await phone.close_browser()
    await phone.open_browser()
    await phone.visit("/ar/requests")
    assert await phone.core("drafts", "({ drafts }) => drafts()") == [draft]


async def test_a_request_filed_with_the_server_dead_is_answered_when_it_is_back(phone: Phone, counter: Counter) -> None:
    await phone.visit("/ar/")
    await phone.keeps_the_site()
    counter.kill()
    await phone.visit("/ar/requests")
    request = await phone.core("outbox", FILE)
    await until(lambda: phone.core("outbox", "async (o, id) => (await o.request(id)).tries > 0", request))
    assert (await phone.request(request))["last_error"] == "network"
    await phone.close_browser()
    counter.start()
    await phone.open_browser()
    await phone.visit("/ar/requests")
    await until(lambda: phone.core("outbox", "async (o, id) => (await o.request(id)).state !== 'waiting'", request))
    settled = await phone.request(request)
    assert settled["state"] in {"attention", "filed"}
    assert settled["outcome"]["digest"] == settled["envelope"]["digest"]


async def test_the_worker_sends_with_no_page_open(phone: Phone, counter: Counter) -> None:
    await phone.visit("/ar/")
    await phone.keeps_the_site()
    counter.kill()
    await phone.visit("/ar/requests")
    request = await phone.core("outbox", FILE)
    await until(lambda: phone.core("outbox", "async (o, id) => (await o.request(id)).tries > 0", request))
    await phone.page.goto("about:blank")
    counter.start()
    await phone.sync_event()
    await until(lambda: phone.worker(SENT))
    counter.kill()
    await phone.visit("/ar/requests")
    assert (await phone.request(request))["state"] in {"attention", "filed"}


async def test_an_anonymous_concern_with_a_photo_is_filed_with_a_verified_receipt(phone: Phone) -> None:
    await phone.visit("/ar/")
    await phone.keeps_the_site()
    request = await phone.core("outbox", CONCERN)
    assert request["device_id"] != await phone.core("device", "async ({ device }) => (await device()).device_id")
    filed = await until(lambda: settled(phone, request["id"]))
    assert filed["state"] == "filed", filed["outcome"]
    assert filed["receipt"]["number"] == filed["dossier"]["number"]


async def settled(phone: Phone, filed: str) -> dict[str, object] | None:
    """The request once the server's last word on it is here."""
    request: dict[str, object] = await phone.request(filed)
    return request if request["state"] in {"filed", "attention"} else None


async def test_a_new_version_waits_for_the_person_and_loses_nothing(phone: Phone, counter: Counter) -> None:
    await phone.visit("/ar/")
    await phone.keeps_the_site()
    await phone.visit("/ar/requests")
    assert await phone.page.locator("[data-news]").is_hidden()
    await phone.page.evaluate(NEW_WORKER)
    use = phone.page.locator("[data-news] button")
    await use.wait_for()
    before = await phone.page.evaluate("performance.timeOrigin")
    await use.click()
    await until(lambda: reloaded(phone, before))
    assert phone.faults == []


async def reloaded(phone: Phone, before: float) -> bool:
    try:
        return bool(await phone.page.evaluate("performance.timeOrigin") != before)
    except Error:  # the page is just being replaced
        return False
