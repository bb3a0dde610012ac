"""People are told of what happens to their requests, in their account and where they read, each thing once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import AsyncTestClient

from backend.adapters.mail import Mail
from backend.adapters.push import Push
from backend.adapters.sms import Sms
from backend.domains.notices.operations import News, tell
from backend.domains.notices.rules import MOST_TRIES, Channel, Contact, address_from, next_try, not_before
from backend.kernel.days import ALGIERS
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from tests.identity.browser import Browser
from tests.identity.test_devices import filed, known, now, person_of
from tests.identity.test_mandates import end_every_mandate, mandated, two
from tests.notices.gateways import BrowserPush, Gateway, MailServer, unpadded
from tests.notices.posting import works
from tests.people import an_hour_before, stoppage
from tests.staff.serving import serving
from tests.staff.test_clocks import escalated, late_by
from tests.staff.test_queue import ADRAR, acts

HERE = "/fr/account/notices"
TEMPLATE = '{"recipients": ["{to}"], "content": {"text": "{text}"}, "id": "{id}"}'


async def taken_up(counter: AsyncTestClient[Any], browser: Browser) -> str:
    """The number of a request of whoever is signed in, which an officer has just taken up."""
    phone = await known(browser, f"phone {uuid7()}")
    answers = stoppage(an_hour_before(now()), site=f"site {uuid7()}") | {"wilaya": "01"}
    number = (await filed(browser, phone, person=await person_of(browser, phone), answers=answers))["dossier"]["number"]
    await acts(await serving(counter, "case_officer", ADRAR), number, "take_up")
    return str(number)


async def proved(browser: Browser, counter: AsyncTestClient[Any], server: MailServer, address: str) -> None:
    """An address that its owner has proved to read."""
    mail = {Channel.MAIL: Mail(f"smtp://127.0.0.1:{server.port}", "Shubbak <noreply@shubbak.dz>")}
    assert (await browser.presses(f"{HERE}/contacts", channel="mail", address=address)).status_code == 303
    works(counter, mail)
    (code,) = re.findall(r"[A-Z2-9]{5}-[A-Z2-9]{5}", text_of(server.came[-1]))
    assert (await browser.presses(f"{HERE}/code", code=code.lower())).status_code == 303


def text_of(mail: Any) -> str:
    return bytes(mail.get_payload(decode=True)).decode()


async def test_what_the_body_does_is_told_in_the_account(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    number = await taken_up(counter, browser)
    works(counter, {})
    works(counter, {})
    assert "1 nouvelle" in re.sub(r"<[^>]+>", "", (await browser.opens("/fr/account")).text)
    page = (await browser.opens(HERE)).text
    assert page.count(number) == 1
    assert "Un agent de l’organisme a pris le dossier" in page
    assert "Nouveau" in page
    assert "Nouveau" not in (await browser.opens(HERE)).text
    other = Browser(counter)
    await other.registers("Somebody")
    assert number not in (await other.opens(HERE)).text


async def test_what_was_filed_for_another_is_told_to_them_and_to_who_acts_for_them_now(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    owner, accountant, phone, person = await two(browser)
    employer = await mandated(owner, accountant)
    answers = stoppage(an_hour_before(now())) | {"wilaya": "01"}
    number = (await filed(accountant, phone, person=person, answers=answers, **{"for": employer}))["dossier"]["number"]
    officer = await serving(counter, "case_officer", ADRAR)
    await acts(officer, number, "take_up")
    works(counter, {})
    assert [(await each.opens(HERE)).text.count(number) for each in (owner, accountant)] == [1, 1]
    await end_every_mandate(owner, employer)
    await acts(officer, number, "ask_correction", text="Précisez le chantier", field="site")
    works(counter, {})
    assert [(await each.opens(HERE)).text.count(number) for each in (owner, accountant)] == [2, 1]


async def test_mail_goes_where_its_owner_proved_to_read(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    with MailServer() as server:
        mail = {Channel.MAIL: Mail(f"smtp://127.0.0.1:{server.port}", "Shubbak <noreply@shubbak.dz>")}
        await browser.presses(f"{HERE}/contacts", channel="mail", address="salem@exemple.dz")
        await taken_up(counter, browser)
        works(counter, mail)
        assert len(server.came) == 1  # the code alone: nothing else goes to an address that nobody proved
        await proved(browser, counter, server, "salem@exemple.dz")
        number = await taken_up(counter, browser)
        works(counter, mail)
        works(counter, mail)
        told = [each for each in server.came if number in text_of(each)]
        (only,) = told
        text = text_of(only)
        assert only["To"] == "salem@exemple.dz"
        assert only["Auto-Submitted"] == "auto-generated"
        assert "pris le dossier" not in text  # that there is news, not which
        await browser.presses(f"{HERE}/contacts/{_contact(browser)}/end")
        await taken_up(counter, browser)
        before = len(server.came)
        works(counter, mail)
        assert len(server.came) == before


def _contact(browser: Browser) -> str:
    (row,) = browser.database("SELECT id FROM contact WHERE ended_at IS NULL")
    return str(row["id"])


async def test_the_code_of_another_proves_nothing(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    with MailServer() as server:
        mail = {Channel.MAIL: Mail(f"smtp://127.0.0.1:{server.port}", "x@shubbak.dz")}
        await browser.presses(f"{HERE}/contacts", channel="mail", address="salem@exemple.dz")
        works(counter, mail)
        (code,) = re.findall(r"[A-Z2-9]{5}-[A-Z2-9]{5}", text_of(server.came[-1]))
    other = Browser(counter)
    await other.registers("Somebody")
    assert "Ce code" in (await other.presses(f"{HERE}/code", code=code)).text
    assert browser.database("SELECT 1 FROM contact WHERE verified_at IS NOT NULL") == []
    assert (await browser.presses(f"{HERE}/code", code=code)).status_code == 303


@pytest.mark.parametrize(
    ("channel", "address", "told"),
    [
        ("mail", "salem@", "adresse de courriel"),
        ("mail", "a@b.dz\nBcc: x@y.dz", "adresse de courriel"),
        ("sms", "12345", "numéro de téléphone"),
        ("push", '{"endpoint": "http://169.254.169.254/", "keys": {"p256dh": "a", "auth": "b"}}', "pas"),
        ("pigeon", "x", "pas proposé"),
    ],
)
async def test_what_is_no_address_is_told_so(
    counter: AsyncTestClient[Any], browser: Browser, channel: str, address: str, told: str
) -> None:
    await browser.registers()
    page = await browser.presses(f"{HERE}/contacts", channel=channel, address=address)
    assert page.status_code == 422
    assert told in page.text
    assert browser.database("SELECT 1 FROM contact") == []


async def test_ten_addresses_an_hour_are_enough(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    for _ in range(11):
        answer = await browser.presses(f"{HERE}/contacts", channel="mail", address="stranger@exemple.dz")
    assert answer.status_code == 422
    assert len(browser.database("SELECT 1 FROM job WHERE kind = 'contact.code'")) == 1


async def test_a_mailbox_that_does_not_exist_is_given_up_and_shown(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    await browser.registers()
    with MailServer() as server:
        mail = {Channel.MAIL: Mail(f"smtp://127.0.0.1:{server.port}", "x@shubbak.dz")}
        await browser.presses(f"{HERE}/contacts", channel="mail", address="busy@exemple.dz")
        browser.database("UPDATE contact SET verified_at = $1", now())
        await taken_up(counter, browser)
        for _ in range(MOST_TRIES):
            works(counter, mail, later=True)
    (delivery,) = browser.database("SELECT state, attempts, error FROM delivery")
    assert delivery == {"state": "failed", "attempts": MOST_TRIES, "error": "mail.refused"}
    assert "n’a pas pu être remis" in (await browser.opens(HERE)).text


def spread(browser: Browser, counter: AsyncTestClient[Any], people: list[UUID], each: int) -> None:
    """So many pieces of news for each of these people."""
    sealer = counter.app.state.centre.sealer
    news = [
        News(person, "dossier.message", f"{person}/{at}", f"CB-01-{at}", "filed")
        for person in people
        for at in range(each)
    ]

    async def told() -> int:
        return await tell(news, sealer=sealer, now=now())

    counter.blocking_portal.call(told)


async def test_a_gateway_that_fails_gets_each_message_once(counter: AsyncTestClient[Any], browser: Browser) -> None:
    """A third of its calls fail, half of those after the message was taken: a second try bears the same id."""
    await browser.registers()
    await browser.presses(f"{HERE}/contacts", channel="sms", address="0661 23 45 67", night="on")
    browser.database("UPDATE contact SET verified_at = $1", now())
    (row,) = browser.database("SELECT person FROM contact")
    spread(browser, counter, [UUID(str(row["person"]))], 120)
    with Gateway(fails=True) as gateway:
        sms = {Channel.SMS: Sms(gateway.url, TEMPLATE, "secret")}
        for _ in range(MOST_TRIES):
            works(counter, sms, later=True)
    states = browser.database("SELECT state, COUNT(*) AS n FROM delivery GROUP BY state")
    ended = {each["state"]: each["n"] for each in states}
    assert ended.keys() <= {"sent", "failed"}
    assert sum(ended.values()) == 120
    sent = browser.database("SELECT id FROM delivery WHERE state = 'sent'")
    assert {str(each["id"]) for each in sent} <= set(gateway.taken)
    assert len(sent) > 110
    headers, body = gateway.bodies[0]
    assert headers["Authorization"] == "Bearer secret"
    assert b'"recipients": ["+213661234567"]' in body


async def test_a_push_is_read_by_its_browser_alone(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    pem = counter.app.state.centre.keys.current("push").secret
    with Gateway(status=201) as service:
        reader = BrowserPush(service.url)
        assert (
            await browser.presses(f"{HERE}/contacts", channel="push", address=reader.subscription, night="on")
        ).status_code == 303
        number = await taken_up(counter, browser)
        works(counter, {Channel.PUSH: Push(pem, "mailto:dpo@shubbak.dz")})
        ((headers, body),) = service.bodies
    said = reader.reads(body)
    assert number in said["text"]
    assert said["url"].endswith("/fr/requests")
    assert headers["Authorization"].startswith("vapid t=")
    assert len(unpadded(headers["Topic"])) == 16


async def test_a_browser_that_unsubscribed_is_forgotten(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    pem = counter.app.state.centre.keys.current("push").secret
    with Gateway(status=410) as service:
        await browser.presses(
            f"{HERE}/contacts", channel="push", address=BrowserPush(service.url).subscription, night="on"
        )
        await taken_up(counter, browser)
        works(counter, {Channel.PUSH: Push(pem, "mailto:dpo@shubbak.dz")})
    assert len(browser.database("SELECT 1 FROM contact WHERE ended_at IS NOT NULL")) == 1
    assert browser.database("SELECT state FROM delivery") == [{"state": "failed"}]


def contact(channel: Channel, *, quiet: bool = True) -> Contact:
    return Contact(uuid7(), uuid7(), channel, "x", "ar", quiet, now(), now())


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.sampled_from(Channel), st.booleans())
def test_nobody_is_woken_at_night(at: datetime, channel: Channel, quiet: bool) -> None:
    moment = at.replace(tzinfo=UTC)
    sent = not_before(contact(channel, quiet=quiet), moment)
    assert sent >= moment
    if channel is not Channel.MAIL and quiet:
        assert 8 <= sent.astimezone(ALGIERS).hour < 21
    else:
        assert sent == moment


def test_tries_end() -> None:
    tries = [next_try(each, now()) for each in range(1, MOST_TRIES + 1)]
    assert tries[-1] is None
    assert all(tries[:-1])


@pytest.mark.parametrize(
    "endpoint", ["https://evil.example/x", "https://fcm.googleapis.com.evil.example/x", "", "x", 5]
)
def test_a_browser_names_no_other_address(endpoint: Any) -> None:
    hosts = ("fcm.googleapis.com", "*.push.apple.com")
    said = f'{{"endpoint": "{endpoint}", "keys": {{"p256dh": "a", "auth": "b"}}}}'
    with pytest.raises(Refusal, match=r"contact\.push"):
        address_from(Channel.PUSH, said, hosts)
    fine = '{"endpoint": "https://web.push.apple.com/x", "keys": {"p256dh": "a", "auth": "b"}}'
    assert "apple" in address_from(Channel.PUSH, fine, hosts)


async def sms_proved(browser: Browser) -> None:
    await browser.presses(f"{HERE}/contacts", channel="sms", address="0661 23 45 67", night="on")
    browser.database("UPDATE contact SET verified_at = $1", now())


async def test_an_address_that_was_ended_gets_nothing_of_what_waits(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    await browser.registers()
    await sms_proved(browser)
    await taken_up(counter, browser)
    works(counter, {})  # told, and not brought: no gateway answers yet
    await browser.presses(f"{HERE}/contacts/{_contact(browser)}/end")
    browser.database("UPDATE job SET due_at = $1", now())
    with Gateway() as gateway:
        works(counter, {Channel.SMS: Sms(gateway.url, TEMPLATE, "s")})
        assert gateway.bodies == []
    assert browser.database("SELECT state, error FROM delivery") == [{"state": "failed", "error": "contact.ended"}]


async def test_from_a_phone_left_open_nobody_ends_an_address(counter: AsyncTestClient[Any], browser: Browser) -> None:
    passkey = await browser.registers()
    await sms_proved(browser)
    browser.database("UPDATE session SET verified_at = $1", now() - timedelta(minutes=11))
    no = await browser.presses(f"{HERE}/contacts/{_contact(browser)}/end")
    assert (no.status_code, "montrez à nouveau" in no.text) == (422, True)
    assert browser.database("SELECT ended_at FROM contact") == [{"ended_at": None}]
    options = (await browser.asks("passkeys/request", {"again": True})).json()
    await browser.asks("sessions/proof", {"credential": passkey.show(options)})
    assert (await browser.presses(f"{HERE}/contacts/{_contact(browser)}/end")).status_code == 303


async def test_a_gateway_that_is_set_up_wrongly_ends_nobodys_number(
    counter: AsyncTestClient[Any], browser: Browser
) -> None:
    await browser.registers()
    await sms_proved(browser)
    await taken_up(counter, browser)
    with Gateway(status=404) as gateway:
        works(counter, {Channel.SMS: Sms(gateway.url, TEMPLATE, "s")})
    assert browser.database("SELECT ended_at FROM contact") == [{"ended_at": None}]
    assert browser.database("SELECT state, attempts FROM delivery") == [{"state": "waiting", "attempts": 1}]
    browser.database("UPDATE delivery SET attempts = $1", MOST_TRIES - 1)
    browser.database("UPDATE job SET due_at = $1", now())
    with Gateway(status=404) as gateway:
        works(counter, {Channel.SMS: Sms(gateway.url, TEMPLATE, "s")})
    page = (await browser.opens(HERE)).text
    assert "0661" in page or "661" in page
    assert "pas pu être remis" in page


async def test_what_comes_late_to_its_turn_wakes_nobody(
    counter: AsyncTestClient[Any], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.registers()
    await sms_proved(browser)
    await taken_up(counter, browser)
    works(counter, {})  # told, and not brought: no gateway answers yet
    browser.database("UPDATE job SET due_at = $1", now())

    def in_the_morning(contact: Contact, at: datetime) -> datetime:
        return at + timedelta(hours=5)

    monkeypatch.setattr("backend.posting.not_before", in_the_morning)
    with Gateway() as gateway:
        works(counter, {Channel.SMS: Sms(gateway.url, TEMPLATE, "s")})
        assert gateway.bodies == []
    assert browser.database("SELECT state FROM delivery") == [{"state": "waiting"}]
    (job,) = browser.database("SELECT due_at FROM job WHERE kind = 'notice.send'")
    assert job["due_at"] > now() + timedelta(hours=4)


async def test_a_superior_is_told_of_what_is_late(counter: AsyncTestClient[Any], browser: Browser) -> None:
    phone = await known(browser)
    number = (await filed(browser, phone, answers=stoppage(an_hour_before(now())) | {"wilaya": "01"}))["dossier"][
        "number"
    ]
    boss = await serving(counter, "supervisor", ADRAR, "Lynda Kaci")
    late_by(browser, number, 9)
    escalated(counter)
    works(counter, {})
    page = (await boss.opens(HERE)).text
    assert "il vous est signalé" in page
    assert f"/fr/desk/dossiers/{number}" in page
    officer = await serving(counter, "case_officer", ADRAR, "Nadia Benali")
    desk = await known(officer, "desk")
    await boss.presses(f"/fr/desk/dossiers/{number}/holder", to=await person_of(officer, desk))
    works(counter, {})
    assert "vous est confié" in (await officer.opens(HERE)).text
    assert "vous est confié" not in (await boss.opens(HERE)).text


async def test_a_code_that_is_not_taken_is_tried_again(counter: AsyncTestClient[Any], browser: Browser) -> None:
    await browser.registers()
    await browser.presses(f"{HERE}/contacts", channel="sms", address="0661 23 45 67", night="on")
    with Gateway(status=503) as gateway:
        works(counter, {Channel.SMS: Sms(gateway.url, TEMPLATE, "s")})
        assert gateway.calls == 1
    with Gateway() as gateway:
        works(counter, {Channel.SMS: Sms(gateway.url, TEMPLATE, "s")}, later=True)
        assert gateway.calls == 1
    assert browser.database("SELECT 1 FROM job WHERE kind = 'contact.code'") == []
