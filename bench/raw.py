"""The same rows and commits by the raw driver: what the databases could do if there were nothing to do."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pysqlite3  # type: ignore[import-untyped]

TABLES = {"dossier": "position", "dossier_event": "position", "receipt": "number", "job": "id", "envelope": "position"}
"""The rows of one envelope, one in each table, in the order of a column."""
BATCH = 50


def sqlite_raw(filled: Path, empty: Path) -> float:
    """Envelopes a second, the rows of `filled` written into the migrated `empty` in commits of fifty."""
    with sqlite3.connect(filled) as source:
        devices = source.execute("SELECT * FROM device").fetchall()
        rows = {
            table: source.execute(f"SELECT * FROM {table} ORDER BY {column}").fetchall()
            for table, column in TABLES.items()
        }
    target = pysqlite3.connect(str(empty), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        target.execute(f"PRAGMA {pragma}")
    for table, some in (("device", devices), *((table, []) for table in TABLES)):
        target.execute(f"DELETE FROM {table}")
        if some:
            target.executemany(_insert(table, len(some[0]), "?"), some)
    count = min(len(some) for some in rows.values())
    began = time.perf_counter()
    for start in range(0, count, BATCH):
        target.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            part = rows[table][start : start + BATCH]
            target.executemany(_insert(table, len(part[0]), "?"), part)
        target.execute("COMMIT")
    took = time.perf_counter() - began
    target.close()
    return count / took


async def postgres_raw(filled: str, empty: str) -> float:
    """The same through asyncpg."""
    source, target = await asyncpg.connect(filled), await asyncpg.connect(empty)
    await target.execute("SET default_transaction_read_only = off")
    devices = [tuple(row) for row in await source.fetch("SELECT * FROM device")]
    rows = {
        table: [tuple(row) for row in await source.fetch(f"SELECT * FROM {table} ORDER BY {column}")]
        for table, column in TABLES.items()
    }
    await target.executemany(_insert("device", len(devices[0]), "$"), devices)
    count = min(len(some) for some in rows.values())
    began = time.perf_counter()
    for start in range(0, count, BATCH):
        async with target.transaction():
            for table in TABLES:
                part = rows[table][start : start + BATCH]
                await target.executemany(_insert(table, len(part[0]), "$"), part)
    took = time.perf_counter() - began
    await source.close()
    await target.close()
    return count / took


def _insert(table: str, columns: int, sign: str) -> str:
    places = ", ".join("?" if sign == "?" else f"${number}" for number in range(1, columns + 1))
    return f"INSERT INTO {table} VALUES ({places})"
