"""The table classes and what the migrations make say the same, for every domain, on both databases."""

import pytest
from piccolo.table import Table

from backend.piccolo_conf import APP_REGISTRY
from backend.storage.database import close_database, dialect, fetch, open_database
from backend.storage.migrations import migrate, pending_migrations

TABLES = [table for app in APP_REGISTRY.app_configs.values() for table in app.table_classes]
POSTGRES_NAMES = {"timestamp with time zone": "TIMESTAMPTZ"}


async def columns_in_database(name: str) -> dict[str, tuple[str, bool]]:
    """Column name → type and whether it may be null."""
    if dialect() == "postgres":
        rows = await fetch(
            "SELECT column_name AS name, data_type AS type, is_nullable = 'YES' AS null_allowed"
            " FROM information_schema.columns WHERE table_name = $1",
            name,
        )
        return {r["name"]: (POSTGRES_NAMES.get(r["type"], r["type"].upper()), r["null_allowed"]) for r in rows}
    rows = await fetch('SELECT name, type, NOT ("notnull" OR pk) AS null_allowed FROM pragma_table_info($1)', name)
    return {row["name"]: (row["type"], bool(row["null_allowed"])) for row in rows}


def columns_in_class(table: type[Table]) -> dict[str, tuple[str, bool]]:
    sqlite_types = {"INTEGER": "BIGINT", "BLOB": "BYTEA"} if dialect() == "sqlite" else {}
    return {
        column._meta.db_column_name: (sqlite_types.get(column.column_type, column.column_type), column._meta.null)
        for column in table._meta.columns
    }


@pytest.mark.usefixtures("database")
async def test_the_migrations_make_what_the_table_classes_say() -> None:
    made = {table._meta.tablename: await columns_in_database(table._meta.tablename) for table in TABLES}
    assert made == {table._meta.tablename: columns_in_class(table) for table in TABLES}


async def test_migrating_twice_runs_nothing_the_second_time(database: str) -> None:
    assert await pending_migrations() == []
    assert await migrate() == []


async def test_a_new_database_waits_for_its_migrations(tmp_path: object) -> None:
    await open_database(f"sqlite:///{tmp_path}/new/shubbak.sqlite3")
    try:
        assert "storage.m0001_first" in await pending_migrations()
        assert (await migrate())[0] == "storage.m0001_first"
    finally:
        await close_database()


async def test_a_migrated_file_is_in_write_ahead_mode_for_ever(sqlite: str) -> None:
    assert await fetch("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
