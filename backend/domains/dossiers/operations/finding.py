"""Dossiers become findable by the names and numbers in them, a moment after they were filed or corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import Any
from uuid import UUID

from backend.domains.catalogue.rules import Catalogue
from backend.domains.dossiers import queries
from backend.domains.dossiers.rules import names_and_numbers
from backend.domains.dossiers.tables import DossierKey
from backend.domains.identity.rules import name_keys
from backend.kernel.ids import uuid7
from backend.storage.counters import count_up_to, counted
from backend.storage.database import tx
from backend.storage.rows import insert_many, rows_in
from backend.storage.sealing import Sealer

FINDABLE = "findable"
FIND_AT_ONCE = 200
KEY = ("dossier", "kind", "hash", "body", "wilaya_code", "agency")


@tx
async def make_findable(*, catalogue: Catalogue, sealer: Sealer) -> int:
    """Goes on from where it was, in the order of commits, at most two hundred dossiers; how many it looked at."""
    found = await queries.contents_after(await counted(FINDABLE), FIND_AT_ONCE, sealer)
    if not found:
        return 0
    rows: list[dict[str, Any]] = []
    for each in found:
        form = catalogue.form(each.service, each.service_version)
        names, numbers = names_and_numbers(form, each.answers, each.acting)
        hashes = dict.fromkeys(name_hashes(names, sealer), "name")
        hashes |= {sealer.blind(number, purpose=kind): "number" for kind, number in numbers}
        where = {name: getattr(each, name) for name in ("body", "wilaya_code", "agency", "received_at")}
        rows += [
            {"id": uuid7(), "dossier": each.id, "kind": kind, "hash": hashed} | where for hashed, kind in hashes.items()
        ]
    await _replace([each.id for each in found], rows)
    await count_up_to(FINDABLE, found[-1].position)
    return len(found)


async def _replace(dossiers: Collection[UUID], rows: Sequence[dict[str, Any]]) -> None:
    """Nobody finds a dossier by what was corrected in it, or where it lay before."""
    had = await rows_in(DossierKey, "dossier", dossiers, columns=("id", *KEY))
    wanted = {_key(row) for row in rows}
    stale = [row["id"] for row in had if _key(row) not in wanted]
    if stale:
        await DossierKey.delete().where(DossierKey.id.is_in(stale))
    known = {_key(row) for row in had}
    await insert_many(DossierKey, [row for row in rows if _key(row) not in known], on_conflict_do_nothing=True)


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)


def name_hashes(names: Iterable[str], sealer: Sealer) -> set[bytes]:
    """For each person's names every word alone, and every two of them: two find what is common to few."""
    return {
        sealer.blind(" ".join(words), purpose="name")
        for name in names
        for count in (1, 2)
        for words in combinations(sorted(name_keys(name)), count)
    }
