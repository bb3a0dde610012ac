"""A trace is read the same whether strace wrote a call on one line or, when another thread came between, on two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.traced import Exchange, exchanges

WHOLE = """\
7 recvfrom(25<socket:[1]>, "PATCH /sync/files/01a2 HTTP/1.1\\r\\n"..., 15919, 0, NULL, NULL) = 15919
8 write(30</data/partial/01a2>, "\\0"..., 9) = 9
8 fsync(30</data/partial/01a2>) = 0
8 pwrite64(9</data/shubbak.sqlite3-wal>, "\\0"..., 24, 0) = 24
7 writev(25<socket:[1]>, [{iov_base="HTTP/1.1 204 No Content\\r\\n"..., iov_len=200}], 1) = 200
"""
BETWEEN = {
    "read": ('>, "PATCH', '>,  <unfinished ...>\n9 fsync(3</other>) = 0\n7 <... recvfrom resumed>"PATCH'),
    "written": (
        ', "\\0"..., 9) = 9',
        ', "\\0"..., 9 <unfinished ...>\n9 fsync(3</other>) = 0\n8 <... write resumed>) = 9',
    ),
    "synced": ("01a2>) = 0", "01a2> <unfinished ...>\n9 fsync(3</other>) = 0\n8 <... fsync resumed>) = 0"),
    "answered": ("], 1) = 200", "], 1 <unfinished ...>\n9 fsync(3</other>) = 0\n7 <... writev resumed>) = 200"),
}


def read(trace: str, folder: Path) -> list[Exchange]:
    (folder / "trace").write_text(trace)
    return exchanges(folder / "trace", Path("/data"))


def test_a_call_on_one_line(tmp_path: Path) -> None:
    (exchange,) = read(WHOLE, tmp_path)
    assert (exchange.asked, exchange.status) == ("PATCH /sync/files/01a2", 204)
    assert (exchange.synced, exchange.unsynced) == (["/data/partial/01a2"], {"/data/shubbak.sqlite3-wal"})


@pytest.mark.parametrize("call", BETWEEN)
def test_a_call_on_two_lines(call: str, tmp_path: Path) -> None:
    (whole,) = read(WHOLE, tmp_path)
    one, two = BETWEEN[call]
    assert one in WHOLE
    (exchange,) = read(WHOLE.replace(one, two), tmp_path)
    exchange.synced = [path for path in exchange.synced if path != "/other"]
    assert exchange == whole
