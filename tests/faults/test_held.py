"""Envelopes that are held: what revokes, ends and wakes them, in whatever order it comes."""

from __future__ import annotations

from datetime import timedelta

from backend.domains.sync.operations.devices import revoke
from backend.domains.sync.operations.push import push
from backend.domains.sync.operations.settling import PATIENCE, sweep
from backend.domains.sync.ports import Centre
from tests.faults.speaking import JPEG, comes, filing, sent, told, withdrawal
from tests.people import Phone, photo
from tests.sync.conftest import NOW

LATER = NOW + timedelta(hours=2)


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

    await comes(centre, belkacem, pictured, JPEG)

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
    act = withdrawal(belkacem, second["id"], depends_on=[second["id"]])

    held = await sent(centre, belkacem, act, second)
    (applied,) = await sent(centre, belkacem, first)
    after = [await told(centre, belkacem, each) for each in (second, act)]

    assert [each["outcome"] for each in held] == ["waiting", "waiting"]
    assert applied["outcome"] == "applied"
    assert [each["dossier"]["state"] for each in after] == ["filed", "withdrawn"]


async def test_two_that_wait_for_each_other_wait_and_block_nobody(centre: Centre, belkacem: Phone) -> None:
    one = filing(belkacem, "1")
    other = filing(belkacem, "2", depends_on=[one["id"]])
    one = belkacem.signed(one | {"depends_on": [other["id"]]})

    outcomes = await sent(centre, belkacem, one, other, filing(belkacem, "3"))

    assert [each["outcome"] for each in outcomes] == ["waiting", "waiting", "applied"]
