"""Many rows at once: one statement on PostgreSQL, one prepared statement and one thread hop on SQLite.

Table and column names in the SQL come from the program; values are always bound.
"""

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from piccolo.columns import Array, Column
from piccolo.table import Table
from piccolo.utils.sql_values import convert_to_sql_value

from backend.storage.database import dialect, execute_many, fetch, fetch_each
from backend.storage.driver import Row

Rows = Sequence[dict[str, Any]]
_PLAIN = frozenset({str, int, bytes, bool, type(None), uuid.UUID, datetime.datetime, datetime.date})
_AT_ONCE = 500  # values of one IN list on SQLite, so that few different statements are prepared


async def insert_many(
    table: type[Table], rows: Rows, *, on_conflict_do_nothing: bool = False, returning: Sequence[str] = ()
) -> list[Row]:
    """Inserts `rows` inside `@tx`; all name the same columns, a column left out takes the database's default.

    What comes back are the columns `returning` of the rows that went in: with `on_conflict_do_nothing` those that were
    already there are missing, and the order is not promised.
    """
    if not rows:
        return []
    names = tuple(rows[0])
    into = f"INSERT INTO {_name(table)} ({_listed(names)})"
    tail = " ON CONFLICT DO NOTHING" if on_conflict_do_nothing else ""
    tail += f" RETURNING {_listed(returning)}" if returning else ""
    values = _values(table, names, rows)
    if dialect() == "postgres":
        return await fetch(f"{into} SELECT * FROM {_unnested(table, names)}{tail}", *zip(*values, strict=True))  # noqa: S608
    each = f"{into} VALUES ({_places(len(names))}){tail}"
    if returning:
        return await fetch_each(each, values)
    await execute_many(each, values)
    return []


async def update_many(table: type[Table], rows: Rows, *, by: Collection[str]) -> None:
    """Inside `@tx`: each of `rows` is written over the table's rows that have its values in the columns `by`."""
    if not rows:
        return
    names = tuple(rows[0])
    values = _values(table, names, rows)
    update = f"UPDATE {_name(table)} SET"
    if dialect() == "postgres":
        changes = ", ".join(f'"{name}" = n."{name}"' for name in names if name not in by)
        same = " AND ".join(f'{_name(table)}."{name}" = n."{name}"' for name in by)
        source = f"{_unnested(table, names)} AS n ({_listed(names)})"
        await fetch(f"{update} {changes} FROM {source} WHERE {same}", *zip(*values, strict=True))
        return
    place = {name: f'"{name}" = ${position}' for position, name in enumerate(names, 1)}
    changes = ", ".join(place[name] for name in names if name not in by)
    await execute_many(f"{update} {changes} WHERE {' AND '.join(place[name] for name in by)}", values)


async def rows_in(table: type[Table], column: str, values: Iterable[Any], *, columns: Sequence[str]) -> list[Row]:
    """The `columns` of every row whose `column` is one of `values`, in no promised order."""
    wanted = list(values)
    select = f'SELECT {_listed(columns)} FROM {_name(table)} WHERE "{column}"'  # noqa: S608
    if dialect() == "postgres":
        return await fetch(f"{select} = ANY($1::{_types(table, (column,))[0]}[])", wanted) if wanted else []
    found: list[Row] = []
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        found += await fetch(f"{select} IN ({_places(len(part))})", *part)
    return found


def _name(table: type[Table]) -> str:
    return table._meta.get_formatted_tablename()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _places(count: int) -> str:
    return ", ".join(f"${position}" for position in range(1, count + 1))


@lru_cache(maxsize=512)
def _columns(table: type[Table], names: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(table._meta.get_column_by_name(name, match_db_column_name=True) for name in names)


def _values(table: type[Table], names: tuple[str, ...], rows: Rows) -> list[list[Any]]:
    """The rows as lists in the order of `names`, converted as Piccolo converts them; refuses a row of another shape."""
    columns = _columns(table, names)
    shape = frozenset(names)
    if any(row.keys() != shape for row in rows):
        raise ValueError(f"rows of {table._meta.tablename} do not all name the same columns")
    return [
        [
            row[name] if type(row[name]) in _PLAIN else convert_to_sql_value(row[name], column)
            for name, column in zip(names, columns, strict=True)
        ]
        for row in rows
    ]


@lru_cache(maxsize=512)
def _types(table: type[Table], names: tuple[str, ...]) -> tuple[str, ...]:
    """PostgreSQL types without their length, so that a cast does not cut a value in silence."""
    columns = _columns(table, names)
    if any(isinstance(column, Array) for column in columns):
        raise ValueError("array columns cannot be unnested")
    return tuple(column.column_type.partition("(")[0] for column in columns)


def _unnested(table: type[Table], names: tuple[str, ...]) -> str:
    arrays = (f"${position}::{kind}[]" for position, kind in enumerate(_types(table, names), 1))
    return f"unnest({', '.join(arrays)})"
