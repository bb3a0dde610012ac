"""Bringing the table to what the program comes with."""

from dataclasses import asdict

from backend.domains.parameters.rules import Parameters
from backend.domains.parameters.tables import ParameterRow
from backend.kernel.ids import uuid7
from backend.storage.database import tx
from backend.storage.rows import insert_many


@tx
async def load(parameters: Parameters) -> None:
    """Makes the table say what `parameters` says, no more and no less; nothing refers to its rows."""
    rows = [asdict(row) | {"id": uuid7()} for row in parameters.rows()]
    for row in rows:
        row["wilaya_code"] = row.pop("wilaya")
    await ParameterRow.delete(force=True)
    await insert_many(ParameterRow, rows)
