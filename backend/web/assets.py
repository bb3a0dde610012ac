"""The files a browser loads, compressed once and served from memory under an address that changes with their bytes."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath

import brotli  # type: ignore[import-untyped]

from backend.web.joining import joined

MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_PACKED = {".png", ".ico", ".woff2"}
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_INDENT = re.compile(r"^\s+", re.MULTILINE)
_REASONS = re.compile(r"/\*\*.*?\*/[ \t]*\n?|^[ \t]*//[^\n]*\n", re.DOTALL | re.MULTILINE)
"""JSDoc and lines of comment: a third of the bytes of our scripts, of no use to a browser."""


@dataclass(frozen=True)
class Body:
    """Bytes that never change under their ETag, and their compressed forms, made when first asked for."""

    plain: bytes
    media_type: str
    packed: bool = False
    """Already compressed by its format: sent as it is."""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.plain).hexdigest()

    @property
    def etag(self) -> str:
        """Weak, because one tag stands for the plain and the compressed bytes."""
        return f'W/"{self.sha256[:32]}"'

    @cached_property
    def br(self) -> bytes:
        packed: bytes = brotli.compress(self.plain, quality=11)
        return packed

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.plain, 9, mtime=0)

    def encoded(self, accepted: str) -> tuple[bytes, str | None]:
        """The smallest form that `Accept-Encoding` allows, and its name."""
        names = _accepted(accepted)
        if not self.packed and "br" in names:
            return self.br, "br"
        if not self.packed and "gzip" in names:
            return self.gzip, "gzip"
        return self.plain, None


class Assets:
    """`js/…`, `css/style.css`, `vendor/…`, `icons/…` by path; `release` changes with any byte of them."""

    def __init__(self, files: dict[str, Body]) -> None:
        self.files = files
        names = "".join(f"{path} {files[path].sha256}\n" for path in sorted(files))
        self.release = hashlib.sha256(names.encode()).hexdigest()[:12]

    @classmethod
    def load(cls, frontend: Path, static: Path) -> "Assets":
        """Our scripts, joined, and styles from `frontend`, other people's bytes from `static`."""
        sources = {f"js/{path.relative_to(frontend / 'js').as_posix()}": path for path in _files(frontend / "js")}
        sources |= {path.relative_to(static).as_posix(): path for path in _files(static)}
        scripts = joined({path: _script(source) for path, source in sources.items() if source.suffix == ".js"})
        files = {path: Body(text.encode(), MEDIA_TYPES[".js"]) for path, text in scripts.items()}
        files |= {path: _body(source) for path, source in sources.items() if source.suffix != ".js"}
        files["css/style.css"] = Body(_style(frontend), MEDIA_TYPES[".css"])
        files["css/desk.css"] = Body(_packed(*sorted((frontend / "css/desk").glob("*.css"))), MEDIA_TYPES[".css"])
        files["css/thermal.css"] = Body(_packed(frontend / "receipts/thermal.css"), MEDIA_TYPES[".css"])
        return cls(files)

    def url(self, path: str) -> str:
        """Where `path` is served; `KeyError` if there is no such file."""
        self.files[path]
        return f"/static/{self.release}/{path}"

    def modules(self, *roots: str) -> tuple[str, ...]:
        """The scripts that `roots` load, themselves first: what a page preloads."""
        found: dict[str, None] = {}
        waiting = list(roots)
        while waiting:
            path = waiting.pop(0)
            if path in found or path not in self.files:
                continue
            found[path] = None
            waiting += _imports(path, self.files[path].plain.decode())
        return tuple(found)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in MEDIA_TYPES]


def _body(path: Path) -> Body:
    return Body(path.read_bytes(), MEDIA_TYPES[path.suffix], path.suffix in _PACKED)


def _script(path: Path) -> str:
    # No text of ours spans lines in a script, so that indents are never part of one.
    return _INDENT.sub("", _REASONS.sub("", path.read_text()))


def _style(frontend: Path) -> bytes:
    return _packed(*sorted((frontend / "css").glob("*.css")), *sorted((frontend / "components").rglob("*.css")))


def _packed(*sheets: Path) -> bytes:
    text = "\n".join(sheet.read_text() for sheet in sheets)
    return _INDENT.sub("", _COMMENT.sub("", text)).encode()


_IMPORTED = re.compile(r'^import [^"(]*"(\.[^"]+)";$', re.MULTILINE)


def _imports(path: str, text: str) -> list[str]:
    return [normpath(join(dirname(path), target)) for target in _IMPORTED.findall(text)]


def _accepted(header: str) -> set[str]:
    names = set()
    for part in header.split(","):
        name, _, parameters = part.partition(";")
        if parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            names.add(name.strip().lower())
    return names
