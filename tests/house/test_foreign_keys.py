"""Nothing is deleted because something else was: every foreign key restricts, as written and as migrated."""

from piccolo.columns import ForeignKey, OnDelete
from piccolo.conf.apps import Finder

from backend.storage.database import fetch


def test_every_table_says_restrict() -> None:
    careless = [
        f"{table.__name__}.{column._meta.name}"
        for table in Finder().get_table_classes()
        for column in table._meta.columns
        if isinstance(column, ForeignKey) and column._foreign_key_meta.on_delete is not OnDelete.restrict
    ]
    assert careless == []


async def test_every_foreign_key_of_sqlite_restricts(sqlite: str) -> None:
    rows = await fetch(
        "SELECT t.name AS here, k.on_delete AS rule FROM sqlite_master t, pragma_foreign_key_list(t.name) k"
        " WHERE t.type = 'table'"
    )
    assert rows
    assert {row["rule"] for row in rows} == {"RESTRICT"}


async def test_every_foreign_key_of_postgresql_restricts(postgres: str) -> None:
    rows = await fetch("SELECT conname, confdeltype::text AS rule FROM pg_constraint WHERE contype = 'f'")
    assert rows
    assert {row["rule"] for row in rows} == {"r"}
