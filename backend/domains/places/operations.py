"""Bringing the tables to what the program comes with."""

from dataclasses import asdict
from typing import Any

from backend.domains.places.rules import Places
from backend.domains.places.tables import AgencyRow, BodyRow, WilayaRow
from backend.storage.database import tx
from backend.storage.rows import insert_many, update_many


@tx
async def load(places: Places) -> None:
    """Writes every wilaya, body and agency; rows that are there take the new names. A place is never deleted."""
    # A mother before her daughters: the older wilayas have the lower codes.
    await _bring(WilayaRow, [asdict(wilaya) for wilaya in places.wilayas()])
    await _bring(BodyRow, [asdict(body) for body in places.bodies()])
    agencies = [asdict(agency) for agency in places.all_agencies()]
    for agency in agencies:
        agency["wilaya_code"] = agency.pop("wilaya")
    await _bring(AgencyRow, agencies)


async def _bring(table: type[WilayaRow] | type[BodyRow] | type[AgencyRow], rows: list[dict[str, Any]]) -> None:
    await insert_many(table, rows, on_conflict_do_nothing=True)
    await update_many(table, rows, by=("code",))
