"""What the server's processes asked of the system, in order: which bytes reached the disk before which answer left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

STRACE = (
    "strace",
    "--follow-forks",
    "--seccomp-bpf",
    "--decode-fds=path",
    "--string-limit=64",
    "--signal=none",
    "--trace=fsync,fdatasync,pwrite64,write,rename,sendto,sendmsg,writev,recvfrom",
    "--output",
)
LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
UNFINISHED = " <unfinished ...>"  # its space is strace's, not the call's
RESUMED = re.compile(r"<\.\.\. \w+ resumed>(?P<rest>.*)")
CALL = re.compile(r"(?P<name>\w+)\((?:\d+<(?P<path>[^>]*)>)?(?P<said>.*)")
ASKED = re.compile(r'^, "((?:POST|PATCH|GET|HEAD|DELETE|OPTIONS) /[^ ?"]*)')
ANSWERED = re.compile(r'"HTTP/1\.1 (\d{3})')
REMADE = (".sqlite3", ".sqlite3-shm")  # SQLite makes both anew from its log
RENAMED = re.compile(r'"([^"]+)", "([^"]+)"')


@dataclass
class Exchange:
    """One request and its answer: what was synced in between, and what was written and not synced when it left."""

    asked: str
    status: int = 0
    synced: list[str] = field(default_factory=list)
    unsynced: set[str] = field(default_factory=set)


def exchanges(trace: Path, data: Path) -> list[Exchange]:
    """The exchanges of a client that asks one thing at a time; of files, those below `data` are looked at."""
    done: list[Exchange] = []
    written: set[str] = set()
    for kind, what in _events(trace.read_text(errors="replace").splitlines()):
        if kind == "asked":
            done.append(Exchange(what))
        elif kind == "wrote" and what.startswith(str(data)) and not what.endswith(REMADE):
            written.add(what)
        elif kind == "synced":
            written.discard(what)
            if done:
                done[-1].synced.append(what)
        elif kind == "renamed":
            before, after = what.split("\n")
            written = {after if path == before else path for path in written} | {str(Path(after).parent)}
            written = {path for path in written if path.startswith(str(data))}
        elif kind == "answered" and done and not done[-1].status:
            done[-1].status, done[-1].unsynced = int(what), set(written)
    return done


def _events(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """An answer counts from the moment it is asked to leave, a sync from the moment it has returned."""
    begun: dict[str, str] = {}
    for line in lines:
        if (parts := LINE.match(line)) is None:
            continue
        pid, text = parts["pid"], parts["rest"]
        if resumed := RESUMED.match(text):
            text = begun.pop(pid, "") + resumed["rest"]
            yield from _returned(text)
        elif text.endswith(UNFINISHED):
            begun[pid] = text.removesuffix(UNFINISHED)
            yield from _asked_for(text)
        else:
            yield from _asked_for(text)
            yield from _returned(text)


def _asked_for(text: str) -> Iterator[tuple[str, str]]:
    call = CALL.match(text)
    if call and call["name"] in ("sendto", "sendmsg", "writev") and (answer := ANSWERED.search(call["said"])):
        yield "answered", answer[1]


def _returned(text: str) -> Iterator[tuple[str, str]]:
    call = CALL.match(text)
    if call is None or re.search(r"= -1 E[A-Z]+", text):
        return
    name, path = call["name"], call["path"] or ""
    if name == "recvfrom" and (asked := ASKED.match(call["said"])):
        yield "asked", asked[1]
    elif name in ("fsync", "fdatasync"):
        yield "synced", path
    elif name in ("pwrite64", "write"):
        yield "wrote", path
    elif name == "rename" and (names := RENAMED.search(text)):
        yield "renamed", f"{names[1]}\n{names[2]}"
