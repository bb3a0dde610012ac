"""Who brings what: carriers and their files, phones and kiosks at their first contact, many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from backend.domains.sync import queries
from backend.domains.sync.operations.devices import enrol, issue_code
from backend.domains.sync.operations.files import begin_upload
from backend.domains.sync.operations.push import push
from backend.domains.sync.ports import Centre
from backend.domains.sync.rules.devices import read_enrolment
from backend.kernel.refusal import Refusal
from tests.faults.speaking import JPEG, comes, filing, sent, told
from tests.people import Phone, photo
from tests.sync.conftest import NOW

LATER = NOW + timedelta(hours=2)


# Carriers


async def test_whoever_carried_it_later_may_bring_its_files_and_nobody_else(
    centre: Centre, belkacem: Phone, aicha: Phone
) -> None:
    pictured = filing(belkacem, files=[photo(JPEG)])
    await sent(centre, belkacem, pictured)
    with pytest.raises(Refusal, match=r"file\.unknown"):
        await comes(centre, aicha, pictured, JPEG)

    for _ in range(2):
        await push(centre, carrier=aicha.id, items=[pictured], now=LATER)
    await comes(centre, aicha, pictured, JPEG)

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
