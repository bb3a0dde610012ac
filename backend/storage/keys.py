"""The key folder: what opens, signs and recognises, kept outside the database and its backup.

```
<folder>/column/65f0c2a1b3d4.key     one file a key, 0600; the name is the key id, and ids sort by age
<folder>/pdf/65f0c2a1b3d4.{key,crt}
<folder>/marks/CB-49-2026            no receipt number of this series above it was ever given out
<folder>/witness                     a position that the database had reached
```
"""

import os
import re
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backend.kernel.refusal import Refusal
from backend.storage.durable import make_folder, write_durably
from backend.storage.key_kinds import KINDS, Secret

_KID = re.compile(r"[0-9a-f]{12}")
_SERIES = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key and its id.

    The secret is 32 bytes for `column`, `blind`, `tracking`, `time`; the 32 byte seed of an Ed25519 key for `receipt`;
    PKCS #8 PEM of a P-256 key for `device` and `pdf`, which has a certificate (PEM) too.
    """

    kid: str
    secret: bytes = field(repr=False)
    certificate: bytes | None = None


class KeyFolder:
    """An open key folder. Keys are read once; a rotated key counts from the next opening in other processes."""

    def __init__(self, path: Path, keys: dict[str, list[Key]]) -> None:
        self.path = path
        self._keys = keys

    @classmethod
    def create(cls, path: Path) -> "KeyFolder":
        """Makes the folder, and a key for every purpose that has none; what exists stays as it is."""
        for purpose in KINDS:
            make_folder(path / purpose)
        make_folder(path / "marks")
        folder = cls(path, _read(path))
        for purpose, keys in folder._keys.items():
            if not keys:
                folder._add(purpose)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> "KeyFolder":
        """Reads a folder. Refuses `keys.absent` (purposes without a key), `keys.exposed` (a file others can read)."""
        keys = _read(path)
        absent = [purpose for purpose, found in keys.items() if not found]
        if absent:
            raise Refusal("keys.absent", path=str(path), purposes=absent)
        return cls(path, keys)

    def current(self, purpose: str) -> Key:
        """The newest key of a purpose: what is sealed or signed now uses it."""
        return self._keys[purpose][-1]

    def first(self, purpose: str) -> Key:
        """The oldest key of a purpose."""
        return self._keys[purpose][0]

    def key(self, purpose: str, kid: str) -> Key:
        """The key of this id. Refuses `keys.unknown`."""
        for key in self._keys[purpose]:
            if key.kid == kid:
                return key
        raise Refusal("keys.unknown", purpose=purpose, kid=kid)

    def all(self, purpose: str) -> list[Key]:
        """Every key of a purpose, oldest first."""
        return list(self._keys[purpose])

    def rotate(self, purpose: str) -> Key:
        """A new current key; the old ones go on opening and verifying. Refuses `keys.not_rotated` for `blind`."""
        if purpose == "blind":  # what was hashed under the old key would no longer be found
            raise Refusal("keys.not_rotated", purpose=purpose)
        return self._add(purpose)

    def series(self) -> Mapping[str, int]:
        """The mark of every number series."""
        names = [path.name for path in (self.path / "marks").glob("[!.]*")]
        return {name: self.series_mark(name) for name in names}

    def series_mark(self, series: str) -> int:
        """No number of `series` above this was ever given out; 0 for a new series."""
        return _number(self.path / "marks" / _checked(series))

    def raise_series_mark(self, series: str, mark: int) -> None:
        """Raises the mark, on the disk when it returns; never lowers it. Refuses `storage.full`."""
        if mark > self.series_mark(series):
            write_durably(self.path / "marks" / _checked(series), b"%d\n" % mark)

    def witness(self) -> int:
        """A position that the database had certainly reached; a database below it was restored from a backup."""
        return _number(self.path / "witness")

    def bear_witness(self, position: int) -> None:
        """Notes a committed position. Not forced to the disk: a power cut loses the last seconds of the note alone."""
        descriptor = os.open(self.path / "witness", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(descriptor, b"%020d\n" % position, 0)
        finally:
            os.close(descriptor)

    def _add(self, purpose: str) -> Key:
        keys = self._keys[purpose]
        kid = _new_kid(after=keys[-1].kid if keys else "0")
        made: Secret = KINDS[purpose]()
        if made.certificate is not None:
            write_durably(self.path / purpose / f"{kid}.crt", made.certificate)
        write_durably(self.path / purpose / f"{kid}.key", made.secret)
        key = Key(kid, made.secret, made.certificate)
        keys.append(key)
        return key


def _read(path: Path) -> dict[str, list[Key]]:
    return {purpose: [_key(file) for file in sorted((path / purpose).glob("*.key"))] for purpose in KINDS}


def _key(file: Path) -> Key:
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise Refusal("keys.exposed", path=str(file))
    if not _KID.fullmatch(file.stem):
        raise Refusal("keys.unknown", path=str(file))
    certificate = file.with_suffix(".crt")
    return Key(file.stem, file.read_bytes(), certificate.read_bytes() if certificate.exists() else None)


def _new_kid(*, after: str) -> str:
    second = max(int(time.time()), int(after[:8], 16) + 1)
    return f"{second:08x}{os.urandom(2).hex()}"


def _number(path: Path) -> int:
    try:
        return int(path.read_bytes())
    except FileNotFoundError:
        return 0


def _checked(series: str) -> str:
    if not _SERIES.fullmatch(series):
        raise ValueError(f"not the name of a number series: {series!r}")
    return series
