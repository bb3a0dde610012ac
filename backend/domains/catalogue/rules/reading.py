"""Small typed reads of a service file, each of which says the key and what is expected there."""

import re
from collections.abc import Iterator
from typing import Any

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")


class FormatFault(ValueError):
    """`file: key: expected …`, the one sentence a service's author needs."""

    def __init__(self, key: str, expected: str, file: str = "") -> None:
        super().__init__(f"{file}: {key}: expected {expected}" if file else f"{key}: expected {expected}")
        self.file, self.key, self.expected = file, key, expected


class Table:
    """One TOML table. A key that is never read is a fault, told by `close`."""

    def __init__(self, data: Any, at: str = "") -> None:
        if not isinstance(data, dict):
            raise FormatFault(at, "a table")
        self.data, self.at, self.seen = data, at, set[str]()

    def key(self, name: str) -> str:
        return f"{self.at}.{name}" if self.at else name

    def fault(self, name: str, expected: str) -> FormatFault:
        return FormatFault(self.key(name), expected)

    def raw(self, name: str) -> Any:
        self.seen.add(name)
        return self.data.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.raw(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip():
            raise self.fault(name, "a text")
        return value

    def optional_text(self, name: str) -> str | None:
        return self.text(name) if name in self.data else None

    def id(self, name: str = "id") -> str:
        value = self.text(name)
        if not _ID.fullmatch(value):
            raise self.fault(name, "lower-case letters, digits and _, at most 40, a letter first")
        return value

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.raw(name)
        if value not in choices:
            raise self.fault(name, f"one of {', '.join(choices)}")
        return str(value)

    def whole(self, name: str, default: int | None = None) -> int:
        value = self.raw(name)
        if value is None and default is not None:
            return default
        if type(value) is not int or value < 0:
            raise self.fault(name, "a whole number, 0 or more")
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.raw(name)
        if value is None:
            return default
        if type(value) is not bool:
            raise self.fault(name, "true or false")
        return value

    def texts(self, name: str, choices: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.raw(name)
        value = [] if value is None else value
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self.fault(name, "a list of texts")
        if len(set(value)) != len(value) or (choices and not set(value) <= set(choices)):
            raise self.fault(name, f"each once, among {', '.join(choices)}" if choices else "each text once")
        return tuple(value)

    def table(self, name: str) -> "Table | None":
        value = self.raw(name)
        return None if value is None else Table(value, self.key(name))

    def tables(self, name: str) -> Iterator["Table"]:
        value = self.raw(name)
        if value is not None and not isinstance(value, list):
            raise self.fault(name, "a list of tables")
        for place, item in enumerate(value or [], start=1):
            yield Table(item, f"{self.key(name)}.{place}")

    def close(self) -> None:
        """Refuses the keys that nothing has read."""
        for name in self.data:
            if name not in self.seen:
                known = ", ".join(sorted(self.seen))
                raise self.fault(name, f"no such key; the keys here are {known}")
