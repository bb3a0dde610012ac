"""Many dossiers, spread as real ones are: to try lists, searches and reports on as much as a country files.

Nobody in them exists. They are filed and moved by the same operations as any; only their receipts are not printed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Form, Workflow
from backend.domains.catalogue.rules.example import example
from backend.domains.dossiers.operations import FIND_AT_ONCE, file_many, make_findable
from backend.domains.dossiers.operations.acts import step
from backend.domains.dossiers.operations.lines import Line, write_lines
from backend.domains.dossiers.rules import Filing, Law, Standing, causes, started
from backend.domains.sync.ports import Centre
from backend.kernel.days import ALGIERS, day_in_algiers
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx

AT_ONCE = 500
DAYS = 700
SERVICES = {
    "cacobatph.leave-claim": 40,
    "cacobatph.bad-weather-stoppage": 18,
    "ministry.concern": 10,
    "cacobatph.career-statement": 8,
    "cacobatph.up-to-date-certificate": 6,
    "fnpos.rural-housing-aid": 6,
    "cacobatph.payment-account": 5,
    "cacobatph.activity-declaration": 4,
    "cacobatph.identity-correction": 3,
}
WILAYAS = {
    **{f"{code:02}": 4 for code in range(1, 59)},
    "16": 40,
    "31": 24,
    "19": 20,
    "25": 18,
    "09": 16,
    "15": 14,
    "35": 14,
    "05": 14,
    "06": 13,
    "23": 10,
    **{f"{code}": 1 for code in range(59, 70)},
}
FIRST = (
    "Mohamed Ahmed Ali Karim Salem Omar Yacine Rachid Belkacem Mourad Samir Nadia Samia Fatima Amina Lynda Kahina Zohra"
)
LAST = "Bouzid Haddad Benali Mansouri Saïdi Zerrouki Dahmani Ouled Kaci Ferhat Djebbar Rahmani Bensaïd Moulay Slimani"
ARABIC = "محمد أحمد علي كريم سالم عمر ياسين رشيد بلقاسم مراد نادية سامية فاطمة أمينة"
ARABIC_LAST = "بوزيد حداد بن علي منصوري سعيدي زروقي دحماني قاسي فرحات جبار رحماني"


@dataclass(frozen=True, slots=True)
class _Pass:
    """One act in the life of many: its name in each workflow, and how many of those that may go on do."""

    acts: tuple[str, ...]
    share: float
    days: int


PASSES = (
    _Pass(("take_up",), 0.97, 2),
    _Pass(("ask_correction",), 0.06, 3),
    _Pass(("propose",), 0.96, 6),
    _Pass(("accept", "answer"), 0.8, 8),
    _Pass(("refuse",), 0.85, 9),
)


async def fill(centre: Centre, count: int, now: datetime, told: Callable[[int], None]) -> None:
    """Files so many dossiers of the last two years and moves most of them on; `told` hears how many are done."""
    chance = random.Random(count)  # noqa: S311 - names for trials
    agents = [uuid7() for _ in range(60)]
    for begun in range(0, count, AT_ONCE):
        some = min(AT_ONCE, count - begun)
        # the first ones are the oldest; the last days are as full as any
        at = now - timedelta(days=DAYS) * (1 - (begun + some) / count)
        await _some(centre, chance, agents, at, now, some)
        told(some)
    while await make_findable(catalogue=centre.catalogue, sealer=centre.sealer) == FIND_AT_ONCE:
        pass


@tx
async def _some(
    centre: Centre, chance: random.Random, agents: list[UUID], at: datetime, now: datetime, count: int
) -> None:
    law = await centre.law()
    filings = [_filing(centre, chance, at, law) for _ in range(count)]
    filed = await file_many(
        filings=filings, sealer=centre.sealer, keys=centre.keys, signer=centre.signer, on_paper=False
    )
    standings = [each.standing for each in filed]
    for one in PASSES:
        acted_at = at + timedelta(days=one.days)
        if acted_at >= now:
            break
        standings = await _passed(centre, chance, agents, one, standings, acted_at)


async def _passed(
    centre: Centre, chance: random.Random, agents: list[UUID], one: _Pass, standings: list[Standing], at: datetime
) -> list[Standing]:
    law, lines, left = await centre.law(), [], []
    for standing in standings:
        workflow = centre.workflow(standing.service)
        act = next((act for name in one.acts if (act := workflow.act(name, standing.state))), None)
        if act is None or chance.random() > one.share:
            left.append(standing)
            continue
        agent = chance.choice(agents)
        fields = (_first_field(centre, standing),) if "fields" in act.wants else None
        after = step(standing, act, workflow, agent, at, law, fields)
        content: dict[str, Any] = {"text": "Vu avec les pièces.", "told": False}
        content |= {"fields": list(fields)} if fields else {}
        content |= _proposal(act.wants, workflow, act.to)
        if "cause" in act.wants:
            content["cause"] = asdict(chance.choice(causes(workflow)))
        lines.append(Line(after, f"dossier.{act.id}", str(agent), content))
    moved = await write_lines(lines, at=at, keys=centre.keys, sealer=centre.sealer) if lines else []
    return [*moved, *left]


def _proposal(wants: tuple[str, ...], workflow: Workflow, to: str | None) -> dict[str, Any]:
    if "proposal" not in wants:
        return {}
    return {"proposal": next(act.id for act in workflow.acts_in(to or "") if act.documents)}


def _first_field(centre: Centre, standing: Standing) -> str:
    return next(iter(centre.catalogue.form(standing.service, standing.service_version).fields())).id


def _filing(centre: Centre, chance: random.Random, at: datetime, law: Law) -> Filing:
    (code,) = chance.choices(list(SERVICES), list(SERVICES.values()))
    (wilaya,) = chance.choices(list(WILAYAS), list(WILAYAS.values()))
    form = centre.catalogue.service(code).form
    received_at = at - timedelta(minutes=chance.randrange(0, 600))
    name, lang = _name(chance)
    answers = dict(_answers(centre, code)) | ({form.wilaya: wilaya} if form.wilaya else {})
    if form.depositor:
        answers[form.depositor] = name
    answers |= {field.id: _digits(chance, field.kind) for field in form.fields() if field.kind in ("nin", "nss")}
    body = centre.places.body(form.body)
    return Filing(
        envelope_id=uuid7(),
        digest=chance.randbytes(32),
        owner=uuid7(),
        person=None,
        body=form.body,
        prefix=body.prefix,
        agency=_agency(centre, form, wilaya, at),
        wilaya_code=wilaya,
        service=code,
        service_version=form.version,
        lang=lang,
        filled_at=received_at.astimezone(ALGIERS),
        received_at=received_at,
        answers=answers,
        files=(),
        state=centre.workflow(code).start,
        clock=started(form, centre.workflow(code), received_at, law),
        depositor=name,
    )


_EXAMPLES: dict[str, dict[str, Any]] = {}


def _answers(centre: Centre, code: str) -> dict[str, Any]:
    if code not in _EXAMPLES:
        _EXAMPLES[code] = example(centre.catalogue.service(code).form, today=day_in_algiers(datetime.now(ALGIERS)))
    return _EXAMPLES[code]


def _agency(centre: Centre, form: Form, wilaya: str, at: datetime) -> str | None:
    try:
        return centre.places.agency(form.body, wilaya, day_in_algiers(at)).code
    except Refusal:
        return None


def _name(chance: random.Random) -> tuple[str, str]:
    first, last, lang = (ARABIC, ARABIC_LAST, "ar") if chance.random() < 0.6 else (FIRST, LAST, "fr")
    return f"{chance.choice(first.split())} {chance.choice(last.split())}", lang


def _digits(chance: random.Random, kind: str) -> str:
    return str(chance.randrange(10**17, 10**18) if kind == "nin" else chance.randrange(10**11, 10**12))
