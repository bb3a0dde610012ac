"""A named person ends a quarantine, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.domains.sync import queries
from backend.domains.sync.operations.quarantine import resolve
from backend.domains.sync.ports import Centre
from backend.kernel.refusal import Refusal
from tests.faults.speaking import FILLED, JPEG, comes, filing, pulled, sent, told, withdrawal
from tests.people import Phone, photo
from tests.sync.conftest import NOW

LATER = NOW + timedelta(hours=2)


async def entry_of(envelope: dict[str, Any]) -> UUID:
    return (await queries.entries([UUID(envelope["id"])]))[UUID(envelope["id"])][-1].entry


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
    (change,) = await pulled(centre, belkacem)
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
    act = withdrawal(belkacem, filed["id"], depends_on=[filed["id"]], person="somebody")
    await sent(centre, belkacem, filed, act)

    await resolve(centre, entry=await entry_of(act), to="applied", by="Samia, agent", now=LATER)

    assert (await told(centre, belkacem, act))["dossier"]["state"] == "withdrawn"


async def test_what_is_resolved_without_its_files_says_so_and_they_may_still_come(
    centre: Centre, belkacem: Phone
) -> None:
    held = filing(belkacem, person="somebody", files=[photo(JPEG)])
    await sent(centre, belkacem, held)
    await resolve(centre, entry=await entry_of(held), to="applied", by="Samia, agent", now=LATER)
    before = await told(centre, belkacem, held)

    await comes(centre, belkacem, held, JPEG)

    assert "pieces.missing" in before["flags"]
    assert await told(centre, belkacem, held) == before
