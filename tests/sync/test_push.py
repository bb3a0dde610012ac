"""A push: what becomes of envelopes that are as they should be, and of those that are not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend.domains.dossiers import queries as dossiers
from backend.domains.sync.operations.push import push
from backend.domains.sync.ports import Centre
from tests.people import Phone, an_hour_before, photo, stoppage
from tests.sync.conftest import NOW, enrolled

FILLED = an_hour_before(NOW)


async def sent(centre: Centre, phone: Phone, *items: Any, carrier: Phone | None = None) -> list[dict[str, Any]]:
    return await push(centre, carrier=(carrier or phone).id, items=list(items), now=NOW)


async def test_an_employer_declares_a_stoppage_and_gets_a_number_and_a_receipt(centre: Centre, belkacem: Phone) -> None:
    envelope = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED))

    (outcome,) = await sent(centre, belkacem, envelope)

    assert outcome["outcome"] == "applied"
    assert (outcome["id"], outcome["digest"]) == (envelope["id"], envelope["digest"])
    assert outcome["dossier"]["number"].startswith("CB-01-2026-000001-")
    assert outcome["dossier"]["state"] == "filed"
    assert outcome["flags"] == []
    assert set(outcome["receipt"]) == {"number", "token", "url", "secret"}
    dossier = await dossiers.dossier(outcome["dossier"]["number"], centre.sealer)
    assert dossier is not None
    assert dossier.answers == envelope["answers"]
    assert dossier.wilaya_code == "01"
    assert dossier.depositor == "مؤسسة الواحة للبناء"


async def test_a_replay_gets_the_same_answer_and_files_nothing_more(centre: Centre, belkacem: Phone) -> None:
    envelope = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED))

    first = await sent(centre, belkacem, envelope, envelope)
    later = await push(centre, carrier=belkacem.id, items=[envelope], now=NOW + timedelta(days=40))

    assert first == [*later, *later]


async def test_one_bad_envelope_never_blocks_another(centre: Centre, belkacem: Phone) -> None:
    good = [belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED, site=f"Chantier {n}")) for n in range(3)]
    forged = good[1] | {"answers": stoppage(FILLED, site="Ailleurs")}

    outcomes = await sent(centre, belkacem, good[0], forged, {"v": 1}, "?", good[2])

    assert [outcome["outcome"] for outcome in outcomes] == ["applied", "refused", "refused", "refused", "applied"]
    assert [outcome.get("code") for outcome in outcomes[1:4]] == [
        "envelope.bad_digest",
        "envelope.malformed",
        "envelope.malformed",
    ]


async def test_a_signature_by_another_key_is_refused_and_binds_nothing(centre: Centre, belkacem: Phone) -> None:
    envelope = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED))
    forged = envelope | {"signature": Phone("somebody").sign(bytes.fromhex(envelope["digest"]))}

    (refused,) = await sent(centre, belkacem, forged)
    (applied,) = await sent(centre, belkacem, envelope)

    assert refused["code"] == "envelope.bad_signature"
    assert applied["outcome"] == "applied"


async def test_wrong_answers_are_refused_with_the_field(centre: Centre, belkacem: Phone) -> None:
    answers = stoppage(FILLED) | {"phone": "123"}
    del answers["site"]

    (outcome,) = await sent(centre, belkacem, belkacem.envelope(filled_at=FILLED, answers=answers))

    assert outcome["outcome"] == "refused"
    assert outcome["code"] == "answers.invalid"
    assert set(outcome["fields"]) == {"answers.phone", "answers.site"}


async def test_an_id_used_for_other_content_is_kept_and_held_for_a_person(centre: Centre, belkacem: Phone) -> None:
    first = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED))
    second = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED, site="Autre chantier"), id=first["id"])

    outcomes = await sent(centre, belkacem, first, second)

    assert outcomes[0]["outcome"] == "applied"
    assert (outcomes[1]["outcome"], outcomes[1]["code"]) == ("quarantined", "envelope.id_reused")
    assert outcomes[1]["receipt"]["token"]


async def test_files_that_have_not_come_secure_the_date_and_are_asked_for(centre: Centre, belkacem: Phone) -> None:
    named = photo()

    (outcome,) = await sent(
        centre, belkacem, belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED), files=[named])
    )

    assert outcome["outcome"] == "need_files"
    assert outcome["missing"] == [named["sha256"]]
    assert outcome["receipt"]["token"]


async def test_an_envelope_waits_for_the_one_it_depends_on(centre: Centre, belkacem: Phone) -> None:
    first = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED))
    second = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED, site="Suite"), depends_on=[first["id"]])

    (waiting,) = await sent(centre, belkacem, second)
    (applied,) = await sent(centre, belkacem, first)
    (now_applied,) = await sent(centre, belkacem, second)

    assert (waiting["outcome"], waiting["for"]) == ("waiting", [first["id"]])
    assert applied["outcome"] == now_applied["outcome"] == "applied"


async def test_a_carrier_learns_only_that_it_was_received(centre: Centre, belkacem: Phone) -> None:
    aicha = await enrolled(centre, Phone("Aïcha"))
    envelope = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED))

    (told,) = await sent(centre, belkacem, envelope, carrier=aicha)
    (own,) = await sent(centre, belkacem, envelope)

    assert told == {"id": envelope["id"], "digest": envelope["digest"], "outcome": "received"}
    assert own["outcome"] == "applied"


async def test_wrong_answers_that_were_carried_are_held_not_refused(centre: Centre, belkacem: Phone) -> None:
    aicha = await enrolled(centre, Phone("Aïcha"))
    envelope = belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED) | {"phone": "1"})

    (told,) = await sent(centre, belkacem, envelope, carrier=aicha)
    (own,) = await sent(centre, belkacem, envelope)

    assert told["outcome"] == "received"
    assert (own["outcome"], own["code"]) == ("quarantined", "answers.invalid")


async def test_the_same_stoppage_declared_twice_is_filed_with_a_flag(centre: Centre, belkacem: Phone) -> None:
    answers = stoppage(FILLED)

    outcomes = await sent(centre, belkacem, *(belkacem.envelope(filled_at=FILLED, answers=answers) for _ in range(2)))

    assert [outcome["flags"] for outcome in outcomes] == [[], ["possible_double"]]


async def test_a_declaration_that_came_late_keeps_both_times_and_is_never_refused(
    centre: Centre, belkacem: Phone
) -> None:
    stopped = NOW - timedelta(hours=50)

    in_time, late = await sent(
        centre,
        belkacem,
        belkacem.envelope(
            filled_at=NOW.replace(hour=12), answers=stoppage(stopped + timedelta(hours=4)), seen=belkacem.seen
        ),
        belkacem.envelope(filled_at=NOW.replace(hour=14), answers=stoppage(stopped, site="Autre")),
    )

    assert in_time["outcome"] == late["outcome"] == "applied"
    assert late["flags"] == ["time_limit.late"]


async def test_a_clock_that_nobody_vouches_for_is_flagged(centre: Centre, belkacem: Phone) -> None:
    belkacem.seen = None

    (outcome,) = await sent(centre, belkacem, belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED)))

    assert (outcome["outcome"], outcome["flags"]) == ("applied", ["clock.doubtful"])


async def test_what_a_later_contract_says_stays_on_the_device(centre: Centre, belkacem: Phone) -> None:
    answers = stoppage(FILLED)
    later = [
        belkacem.envelope(filled_at=FILLED, answers=answers, v=2),
        belkacem.envelope(filled_at=FILLED, answers=answers, kind="dossier.sing"),
        belkacem.envelope(filled_at=FILLED, answers=answers, mood="glad"),
        belkacem.envelope(filled_at=FILLED, answers=answers, service="cacobatph.unheard-of"),
        belkacem.envelope(filled_at=FILLED, answers=answers, service_version=9),
        {"v": 1, "id": "x", "device_id": "y", "kid": "k", "enc": "e", "ct": "c", "files": [], "depends_on": []},
    ]

    outcomes = await sent(centre, belkacem, *later)

    assert [outcome["outcome"] for outcome in outcomes] == ["upgrade"] * 6


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"person": "p1"}, "person.not_bound"),
        ({"signer": "passkey"}, "envelope.proof_missing"),
        ({"for": "employer-1"}, "mandate.missing"),
    ],
)
async def test_what_needs_an_account_is_held_for_a_person(
    centre: Centre, belkacem: Phone, changed: dict[str, Any], code: str
) -> None:
    (outcome,) = await sent(centre, belkacem, belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED), **changed))

    assert (outcome["outcome"], outcome["code"]) == ("quarantined", code)


async def test_a_person_withdraws_his_request_and_an_older_decision_is_told_what_changed(
    centre: Centre, belkacem: Phone
) -> None:
    (filed,) = await sent(centre, belkacem, belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED)))
    withdraw = {"kind": "dossier.withdraw", "dossier": filed["dossier"]["number"], "base_revision": 1}

    (withdrawn,) = await sent(centre, belkacem, belkacem.envelope(filled_at=FILLED, answers={}, **withdraw))
    (too_late,) = await sent(centre, belkacem, belkacem.envelope(filled_at=FILLED, answers={}, **withdraw))

    assert withdrawn["dossier"] == {"number": filed["dossier"]["number"], "state": "withdrawn", "revision": 2}
    assert (too_late["outcome"], too_late["code"], too_late["current"]["revision"]) == ("refused", "dossier.changed", 2)


async def test_nobody_acts_on_what_belongs_to_another(centre: Centre, belkacem: Phone) -> None:
    aicha = await enrolled(centre, Phone("Aïcha"))
    (filed,) = await sent(centre, belkacem, belkacem.envelope(filled_at=FILLED, answers=stoppage(FILLED)))
    number = filed["dossier"]["number"]

    outcomes = await sent(
        centre,
        aicha,
        aicha.envelope(filled_at=FILLED, answers={}, kind="dossier.withdraw", dossier=number, base_revision=1),
        aicha.envelope(filled_at=FILLED, answers=stoppage(FILLED), depends_on=[filed["id"]]),
        aicha.envelope(filled_at=FILLED, answers=stoppage(FILLED), corrects=filed["id"]),
    )

    assert [outcome["code"] for outcome in outcomes] == ["envelope.not_yours"] * 3
