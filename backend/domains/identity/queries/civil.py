"""Reads of who people are in the registers, and looking them up by number or name."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from backend.domains.identity.rules import Civil, CivilStanding, name_keys
from backend.domains.identity.tables import PersonCivil
from backend.kernel.identifiers import digits
from backend.storage.database import fetch
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer

CALLED = """SELECT n.person FROM person_name_key n JOIN person_civil c ON c.person = n.person
    WHERE n.hash IN ({}) GROUP BY n.person, c.confirmed_at, c.claimed_at HAVING count(*) = $1
    ORDER BY c.confirmed_at IS NULL, c.claimed_at DESC LIMIT $2"""
COLUMNS = ("person", "civil", "claimed_at", "confirmed_at", "confirmed_by", "evidence")


async def civil_of(people: Collection[UUID], sealer: Sealer) -> dict[UUID, CivilStanding]:
    """Who these people claim to be, or are; whoever claims nothing is left out."""
    rows = await rows_in(PersonCivil, "person", people, columns=COLUMNS)
    return {row["person"]: _standing(row, sealer) for row in rows}


async def people_called(typed: str, sealer: Sealer, most: int) -> list[UUID]:
    """At most so many people whose NIN or NSS this is, or else who bear every name that was typed.

    Whoever is confirmed comes first, then the latest claim: anybody may claim a name or a number.
    """
    number = digits(typed, 12, 18)
    if number:
        column = "nin" if len(number) == 18 else "nss"
        hashed = sealer.blind(number, purpose=column)
        rows = await rows_in(PersonCivil, f"{column}_key", [hashed], columns=("person", "confirmed_at", "claimed_at"))
        latest = sorted(rows, key=lambda row: row["claimed_at"], reverse=True)
        return [row["person"] for row in sorted(latest, key=lambda row: row["confirmed_at"] is None)][:most]
    hashes = [sealer.blind(key, purpose="name") for key in name_keys(typed)]
    if not hashes:
        return []
    rows = await fetch(CALLED.format(", ".join(f"${n}" for n in range(3, len(hashes) + 3))), len(hashes), most, *hashes)
    return [row["person"] for row in rows]


def _standing(row: dict[str, Any], sealer: Sealer) -> CivilStanding:
    place = {"table": "person_civil", "row": str(row["person"])}
    said = json.loads(sealer.open(bytes(row["civil"]), column="civil", **place))
    evidence = row["evidence"] and sealer.open(bytes(row["evidence"]), column="evidence", **place).decode()
    civil = Civil(**said | {"born": date.fromisoformat(said["born"])})
    return CivilStanding(**row | {"civil": civil, "evidence": evidence})
