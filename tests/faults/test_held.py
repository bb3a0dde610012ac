"""Envelopes that are held: what revokes, ends, wakes and resolves them, in whatever order it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.domains.sync import queries
from backend.domains.sync.operations.devices import enrol, issue_code, revoke
from backend.domains.sync.operations.files import begin_upload
from backend.domains.sync.operations.push import push
from backend.domains.sync.operations.quarantine import resolve
from backend.domains.sync.operations.settling import PATIENCE, sweep
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import read_enrolment
from backend.domains.sync.rules.judging import DeviceFacts
from backend.kernel.refusal import Refusal
from tests.faults.test_bad_input import JPEG, comes
from tests.people import Phone, an_hour_before, photo, stoppage
from tests.sync.conftest import NOW

FILLED = an_hour_before(NOW)
LATER = NOW + timedelta(hours=2)


def filing(phone: Phone, site: str = "Chantier", **changed: Any) -> dict[str, Any]:
    return phone.envelope(filled_at=FILLED, answers=stoppage(FILLED, site=site), **changed)


async def sent(centre: Centre, phone: Phone, *items: Any, at: Any = NOW) -> list[dict[str, Any]]:
    return await push(centre, carrier=phone.id, items=list(items), now=at)


async def told(centre: Centre, phone: Phone, envelope: dict[str, Any]) -> dict[str, Any]:
    """The outcome it has now."""
    return (await queries.outcomes(centre, phone.id, [UUID(envelope["id"])]))[UUID(envelope["id"])]


async def entry_of(envelope: dict[str, Any]) -> UUID:
    return (await queries.entries([UUID(envelope["id"])]))[UUID(envelope["id"])][-1].entry


# Revocation


async def test_what_came_after_the_revocation_is_held_whatever_it_says(centre: Centre, belkacem: Phone) -> None:
    before = filing(belkacem)
    (applied,) = await sent(centre, belkacem, before)
    await revoke(belkacem.id, now=LATER)

    outcomes = await sent(
        centre,
        belkacem,
        filing(belkacem, "after"),
        filing(belkacem, "later", service="cacobatph.of-tomorrow"),
        before,
        at=LATER,
    )

    assert [each.get("code") for each in outcomes] == ["device.revoked", "device.revoked", None]
    assert outcomes[2] == applied


async def test_what_came_before_it_is_judged_as_ever(centre: Centre, belkacem: Phone) -> None:
    pictured = filing(belkacem, files=[photo(JPEG)])
    first = filing(belkacem, "first")
    waiting = filing(belkacem, "second", depends_on=[first["id"]])
    await sent(centre, belkacem, pictured, waiting)
    await revoke(belkacem.id, now=LATER)

    await comes(centre, belkacem, UUID(pictured["id"]), JPEG)

    assert (await told(centre, belkacem, pictured))["outcome"] == "applied"
    (held,) = await sent(centre, belkacem, first, at=LATER)
    assert held["code"] == "device.revoked"


async def test_a_revoked_device_may_still_carry(centre: Centre, belkacem: Phone, aicha: Phone) -> None:
    await revoke(belkacem.id, now=NOW)
    envelope = filing(aicha)
    (received,) = await push(centre, carrier=belkacem.id, items=[envelope], now=LATER)
    assert received["outcome"] == "received"
    assert (await told(centre, aicha, envelope))["outcome"] == "applied"


# Thirty days


async def test_a_sweep_keeps_what_it_brought_about_itself(centre: Centre, belkacem: Phone) -> None:
    pictured = filing(belkacem, files=[photo(b"it never comes")])
    waiting = filing(belkacem, "waits", depends_on=[pictured["id"]])
    lost = filing(belkacem, "waits for ever", depends_on=[filing(belkacem, "never sent")["id"]])
    await sent(centre, belkacem, pictured, waiting, lost)

    await sweep(centre, NOW + PATIENCE + timedelta(minutes=1))
    after = [await told(centre, belkacem, each) for each in (pictured, waiting, lost)]
    await sweep(centre, NOW + PATIENCE + timedelta(days=1))

    assert [each["outcome"] for each in after] == ["applied", "applied", "quarantined"]
    assert "pieces.missing" in after[0]["flags"]
    assert after[2]["code"] == "depends_on.missing"
    assert [await told(centre, belkacem, each) for each in (pictured, waiting, lost)] == after


async def test_what_waits_in_a_chain_is_applied_with_the_first(centre: Centre, belkacem: Phone) -> None:
    first = filing(belkacem, "1")
    second = filing(belkacem, "2", depends_on=[first["id"]])
    withdrawal = belkacem.envelope(
        filled_at=FILLED,
        answers={},
        kind="dossier.withdraw",
        dossier=second["id"],
        base_revision=1,
        depends_on=[second["id"]],
    )

    held = await sent(centre, belkacem, withdrawal, second)
    (applied,) = await sent(centre, belkacem, first)
    after = [await told(centre, belkacem, each) for each in (second, withdrawal)]

    assert [each["outcome"] for each in held] == ["waiting", "waiting"]
    assert applied["outcome"] == "applied"
    assert [each["dossier"]["state"] for each in after] == ["filed", "withdrawn"]


async def test_two_that_wait_for_each_other_wait_and_block_nobody(centre: Centre, belkacem: Phone) -> None:
    one = filing(belkacem, "1")
    other = filing(belkacem, "2", depends_on=[one["id"]])
    one = belkacem.signed(one | {"depends_on": [other["id"]]})

    outcomes = await sent(centre, belkacem, one, other, filing(belkacem, "3"))

    assert [each["outcome"] for each in outcomes] == ["waiting", "waiting", "applied"]


# A named person ends a quarantine, once


async def test_a_quarantine_is_ended_once_by_a_named_person(centre: Centre, belkacem: Phone) -> None:
    held = filing(belkacem, person="somebody")
    waiting = filing(belkacem, "after it", depends_on=[held["id"]])
    outcomes = await sent(centre, belkacem, held, waiting)
    entry = await entry_of(held)

    with pytest.raises(Refusal, match=r"quarantine\.by_missing"):
        await resolve(centre, entry=entry, to="applied", by=" ", now=LATER)
    assert await resolve(centre, entry=entry, to="applied", by="Samia, agent", now=LATER) == "applied"
    with pytest.raises(Refusal, match=r"quarantine\.resolved"):
        await resolve(centre, entry=entry, to="refused", by="Samia, agent", now=LATER)

    after = [await told(centre, belkacem, each) for each in (held, waiting)]
    assert [each["outcome"] for each in outcomes] == ["quarantined", "waiting"]
    assert [each["outcome"] for each in after] == ["applied", "applied"]
    assert "quarantine.resolved" in after[0]["flags"]


async def test_a_refused_quarantine_holds_what_waited_for_it(centre: Centre, belkacem: Phone) -> None:
    held = filing(belkacem, person="somebody")
    waiting = filing(belkacem, "after it", depends_on=[held["id"]])
    await sent(centre, belkacem, held, waiting)

    await resolve(centre, entry=await entry_of(held), to="refused", by="Samia, agent", now=LATER)

    after = [await told(centre, belkacem, each) for each in (held, waiting)]
    assert [(each["outcome"], each["code"]) for each in after] == [
        ("refused", "person.not_bound"),
        ("quarantined", "depends_on.refused"),
    ]


async def test_of_an_id_used_twice_the_second_may_become_the_dossier(centre: Centre, belkacem: Phone) -> None:
    refused = belkacem.envelope(filled_at=FILLED, answers={})
    second = filing(belkacem, id=refused["id"])
    await sent(centre, belkacem, refused, second)

    await resolve(centre, entry=await entry_of(second), to="applied", by="Samia, agent", now=LATER)

    (again,) = await sent(centre, belkacem, second)
    device = DeviceFacts(belkacem.id, "phone", b"", None, None)
    (change,) = (await queries.changes(centre, device, ""))["changes"]
    assert again["outcome"] == "applied"
    assert change["dossier"]["receipt"] == again["receipt"]
    assert (await told(centre, belkacem, refused))["outcome"] == "refused"


async def test_of_an_id_used_twice_both_are_never_dossiers(centre: Centre, belkacem: Phone) -> None:
    first = filing(belkacem)
    second = filing(belkacem, "other", id=first["id"])
    await sent(centre, belkacem, first, second)

    with pytest.raises(Refusal, match=r"quarantine\.id_has_dossier"):
        await resolve(centre, entry=await entry_of(second), to="applied", by="Samia, agent", now=LATER)


async def test_an_act_that_names_its_filing_is_applied_to_its_dossier(centre: Centre, belkacem: Phone) -> None:
    filed = filing(belkacem)
    withdrawal = belkacem.envelope(
        filled_at=FILLED,
        answers={},
        kind="dossier.withdraw",
        dossier=filed["id"],
        base_revision=1,
        depends_on=[filed["id"]],
        person="somebody",
    )
    await sent(centre, belkacem, filed, withdrawal)

    await resolve(centre, entry=await entry_of(withdrawal), to="applied", by="Samia, agent", now=LATER)

    assert (await told(centre, belkacem, withdrawal))["dossier"]["state"] == "withdrawn"


async def test_what_is_resolved_without_its_files_says_so_and_they_may_still_come(
    centre: Centre, belkacem: Phone
) -> None:
    held = filing(belkacem, person="somebody", files=[photo(JPEG)])
    await sent(centre, belkacem, held)
    await resolve(centre, entry=await entry_of(held), to="applied", by="Samia, agent", now=LATER)
    before = await told(centre, belkacem, held)

    await comes(centre, belkacem, UUID(held["id"]), JPEG)

    assert "pieces.missing" in before["flags"]
    assert await told(centre, belkacem, held) == before


# Carriers


async def test_whoever_carried_it_later_may_bring_its_files_and_nobody_else(
    centre: Centre, belkacem: Phone, aicha: Phone
) -> None:
    pictured = filing(belkacem, files=[photo(JPEG)])
    await sent(centre, belkacem, pictured)
    with pytest.raises(Refusal, match=r"file\.unknown"):
        await comes(centre, aicha, UUID(pictured["id"]), JPEG)

    for _ in range(2):
        await push(centre, carrier=aicha.id, items=[pictured], now=LATER)
    await comes(centre, aicha, UUID(pictured["id"]), JPEG)

    assert (await told(centre, belkacem, pictured))["outcome"] == "applied"


async def test_two_that_begin_a_file_at_once_get_one_address(centre: Centre, belkacem: Phone) -> None:
    entry = photo(JPEG)
    pictured = filing(belkacem, files=[entry])
    await sent(centre, belkacem, pictured)
    device = (await queries.devices([belkacem.id]))[belkacem.id]
    file = {"envelope": UUID(pictured["id"]), "sha256": bytes.fromhex(entry["sha256"]), "size": entry["size"]}

    begun = await asyncio.gather(*(begin_upload(centre, device=device, **file, now=NOW) for _ in range(5)))

    assert len({each.token for each in begun}) == 1


# First contacts


async def at_once(centre: Centre, phones: Sequence[Phone], code: str | None = None) -> list[bool | str]:
    """What each enrolment is told when all come at the same moment."""

    async def told(phone: Phone) -> bool | str:
        try:
            return await enrol(centre, enrolment=read_enrolment(phone.enrolment(NOW, code)), now=NOW)
        except Refusal as refusal:
            return refusal.code

    return await asyncio.gather(*(told(phone) for phone in phones))


async def test_a_phone_that_enrols_many_times_at_once_is_one_device(centre: Centre) -> None:
    phone = Phone("impatient")
    assert sorted(await at_once(centre, [phone] * 6)) == [False] * 5 + [True]


async def test_two_keys_for_one_id_are_one_device_and_one_refusal(centre: Centre) -> None:
    phone = Phone("first")
    answers = await at_once(centre, [phone, Phone("second", id=phone.id)])
    assert sorted(map(str, answers)) == ["True", "device.id_taken"]


async def test_a_code_enrols_one_kiosk_however_many_come_at_once(centre: Centre) -> None:
    code = await issue_code(centre, kind="kiosk", now=NOW)
    answers = await at_once(centre, [Phone(f"kiosk {number}", kind="kiosk") for number in range(4)], code)
    assert sorted(map(str, answers)) == ["True", "device.code", "device.code", "device.code"]
