"""The SQLite that is used: the one bundled with pysqlite3, not the system's.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at the same moment, and
Debian 12 has 3.40.1. Values are converted as Piccolo converts them, on this library instead of the standard one.
"""

from typing import TYPE_CHECKING

from piccolo.engine.sqlite import ADAPTERS, CONVERTERS

from backend.kernel.refusal import Refusal

if TYPE_CHECKING:  # the same interface, with types
    import sqlite3 as sqlite3
else:
    from pysqlite3 import dbapi2 as sqlite3

SAFE_VERSION = (3, 51, 3)

for _type, _adapter in ADAPTERS.items():
    sqlite3.register_adapter(_type, _adapter)
for _name, _converter in CONVERTERS.items():
    sqlite3.register_converter(_name, _converter)


def refuse_unsafe_version(version: tuple[int, ...] | None = None) -> None:
    """Refuses `storage.sqlite_unsafe` below 3.51.3 (https://sqlite.org/releaselog/3_51_3.html, WAL reset)."""
    found = version or sqlite3.sqlite_version_info
    if found < SAFE_VERSION:
        raise Refusal("storage.sqlite_unsafe", version=".".join(map(str, found)))


def connect(path: str, *, read_only: bool) -> sqlite3.Connection:
    """A connection in autocommit mode: every commit is on the disk before it returns, references are enforced."""
    connection = sqlite3.connect(
        path,
        detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    try:
        for pragma in ("busy_timeout = 5000", "foreign_keys = ON", "synchronous = FULL", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection
