"""The views of the queue and what narrows them: the query of an address, which reaches as far as rights do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from backend.domains.dossiers import queries
from backend.domains.dossiers.queries import Wanted
from backend.domains.dossiers.rules import SavedFilter
from backend.domains.sync.ports import Centre
from backend.kernel.ids import is_uuid7
from backend.web.desk.page import DeskPage

MOST_COUNTED = 1000
FILTER = ("view", "body", "service", "state", "wilaya", "agency")
ASKED = (*FILTER, "holder", "after")
"""`holder`: in whose hands they are; such a list is looked at and not kept."""

Narrow = Callable[[Wanted, "Seen"], Wanted]


@dataclass(frozen=True, slots=True)
class Seen:
    """What narrows a view: who looks, and on which day and moment."""

    me: UUID
    today: date


VIEWS: Mapping[str, Narrow] = {
    "mine": lambda wanted, seen: replace(wanted, holder=seen.me),
    "late": lambda wanted, seen: replace(wanted, late=seen.today),
    "today": lambda wanted, seen: replace(wanted, late=seen.today + timedelta(days=1)),
    "new": lambda wanted, seen: replace(wanted, state="filed"),
    "filer": lambda wanted, seen: replace(wanted, state="awaiting_filer"),
    "all": lambda wanted, seen: wanted,
}
"""The views of the queue, in the order of the side."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter that somebody keeps, as their side shows it. `query`: its address, none where they serve no longer."""

    saved: SavedFilter
    query: str | None
    count: int
    here: bool


def wanted_of(desk: DeskPage, asked: Mapping[str, str], right: str) -> Wanted | None:
    """What a view asks for; nothing where they have the right in no body."""
    bodies = desk.bodies(right)
    if not bodies:
        return None
    body = asked.get("body") if asked.get("body") in bodies else bodies[0]
    narrowed = VIEWS.get(asked.get("view", ""), VIEWS["all"])(
        desk.wanted(right, str(body)), Seen(desk.staff.person, desk.today)
    )
    return replace(
        narrowed,
        after=_after(asked.get("after", "")),
        service=_plain(asked, "service"),
        state=_plain(asked, "state") or narrowed.state,
        wilaya=_plain(asked, "wilaya"),
        agency=_plain(asked, "agency"),
        holder=holder_of(asked) or narrowed.holder,
    )


def holder_of(asked: Mapping[str, str]) -> UUID | None:
    """In whose hands the dossiers are that are asked for; nobody's in particular where that is no person."""
    holder = asked.get("holder", "")
    return UUID(holder) if is_uuid7(holder) else None


def filter_of(desk: DeskPage, centre: Centre, asked: Mapping[str, str], right: str) -> dict[str, str]:
    """A view with what narrows it, and nothing that is none of ours."""
    bodies = desk.bodies(right)
    known = {
        "view": VIEWS,
        "body": bodies,
        "service": centre.catalogue.codes(),
        "state": states_of(centre),
        "wilaya": [wilaya.code for wilaya in desk.places.wilayas()],
        "agency": [agency.code for agency in desk.places.all_agencies()],
    }
    unsaid = {"view": "all", "body": bodies[0] if bodies else ""}
    found = {name: asked.get(name, "") for name in FILTER}
    return {name: each if each in known[name] else unsaid.get(name, "") for name, each in found.items()}


def states_of(centre: Centre) -> list[str]:
    """The states in which dossiers wait, each once, in the order of their workflows."""
    services = centre.catalogue.services()
    return list(dict.fromkeys(state.id for each in services for state in each.workflow.states if state.awaits))


def query_of(asked: Mapping[str, str]) -> str:
    """What is asked, as the query of an address."""
    return urlencode({name: value for name, value in asked.items() if value})


async def kept_filters(desk: DeskPage, present: Mapping[str, str], right: str) -> list[Kept]:
    """What this person keeps, each with how many dossiers it shows them today. `present`: the filter they look by."""
    found = []
    for each in await queries.filters_of(desk.staff.person, desk.sealer):
        wanted = wanted_of(desk, each.asked, right) if each.asked["body"] in desk.bodies(right) else None
        count = await queries.count(wanted, MOST_COUNTED) if wanted else 0
        here = {**dict.fromkeys(FILTER, ""), **each.asked} == present
        found.append(Kept(each, query_of(each.asked) if wanted else None, count, here))
    return found


def _plain(asked: Mapping[str, str], name: str) -> str | None:
    """What is asked for, if anything; a database keeps no text with a NUL."""
    return asked.get(name, "").replace("\0", "") or None


def _after(text: str) -> tuple[date, UUID] | None:
    day, _, id_ = text.partition("~")
    try:
        return date.fromisoformat(day), UUID(id_)
    except ValueError:
        return None
