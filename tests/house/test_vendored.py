"""Bytes that others wrote lie unchanged, each with its origin and its licence."""

import hashlib
import tomllib

from tests.house.source import ROOT

STATIC = ROOT / "static"
ENTRIES = tomllib.loads((STATIC / "VENDOR.toml").read_text(encoding="utf-8"))["file"]


def test_every_vendored_file_has_the_checksum_it_was_taken_with() -> None:
    altered = [
        entry["path"]
        for entry in ENTRIES
        if hashlib.sha256((STATIC / entry["path"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    assert altered == []


def test_every_vendored_file_is_listed_once() -> None:
    present = sorted(
        str(path.relative_to(STATIC))
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.is_file()
    )
    assert present == sorted(entry["path"] for entry in ENTRIES)


def test_every_vendored_file_says_where_it_comes_from() -> None:
    wanted = {"path", "name", "version", "package", "licence", "sha256"}
    assert all(wanted <= entry.keys() and all(entry[key] for key in wanted) for entry in ENTRIES)
