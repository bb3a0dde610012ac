"""The kinds of column that are used, each with one type on both databases and no silent default.

In a migration they are written `UUID`, `TIMESTAMPTZ`, `DATE`, `BIGINT`, `BYTEA`, `TEXT`, `BOOLEAN`. A Varchar's length
is not enforced on SQLite and a Numeric is a float there: lengths are judged by the rules, money is in centimes.
"""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, Text, Timestamptz


def key() -> UUID:
    """A primary key: a UUIDv7 of our own."""
    return UUID(primary_key=True, default=None)


def text_key() -> Text:
    """A primary key that is a code."""
    return Text(primary_key=True, default=None)


def uuid(*, null: bool = False) -> UUID:
    return UUID(default=None, null=null)


def text(*, null: bool = False) -> Text:
    return Text(default=None, null=null)


def moment(*, null: bool = False) -> Timestamptz:
    """A moment; stored in UTC and read back in UTC."""
    return Timestamptz(default=None, null=null)


def day(*, null: bool = False) -> Date:
    return Date(default=None, null=null)


def whole(*, null: bool = False) -> BigInt:
    return BigInt(default=None, null=null)


def centimes(*, null: bool = False) -> BigInt:
    """Money: whole centimes of a dinar."""
    return BigInt(default=None, null=null)


def yes_no(*, null: bool = False) -> Boolean:
    return Boolean(default=None, null=null)


def sealed(*, null: bool = False) -> Bytea:
    """Bytes; what a person wrote goes through `sealing.Sealer` first."""
    return Bytea(default=None, null=null)
