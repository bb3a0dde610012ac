"""The real server in processes of its own, that a test may kill at any moment and start again on the same data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHUBBAK = Path(sys.executable).parent / "shubbak"
PATIENCE = 90


class Served:
    """One installation in `folder`. `start` and `kill` may follow each other as often as wanted; the address stays."""

    def __init__(self, folder: Path, database_url: str | None = None, *, environment: Mapping[str, str] = {}) -> None:
        self.folder, self.data, self.keys = folder, folder / "data", folder / "keys"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.database_url = database_url or f"sqlite:///{self.data}/shubbak.sqlite3"
        self.log = folder / "log"
        self._running: subprocess.Popen[bytes] | None = None
        self._environment = {
            **os.environ,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "SHUBBAK_PUBLIC_URL": self.address,
            "SHUBBAK_DATA_DIR": str(self.data),
            "SHUBBAK_KEY_DIR": str(self.keys),
            "SHUBBAK_DATABASE_URL": self.database_url,
            "SHUBBAK_WORKER": "separate",  # nothing is printed unless a test asks for it
            **environment,
        }

    @property
    def pid(self) -> int:
        """The first process of the group."""
        assert self._running is not None
        return self._running.pid

    def run(self, *words: str) -> str:
        """What a command of the installation says; it must succeed."""
        done = subprocess.run([SHUBBAK, *words], env=self._environment, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def prepare(self) -> None:
        """Keys, tables and reference data."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for words in (("keys", "create", "--quiet"), ("migrate", "--quiet"), ("load", "--quiet")):
            self.run(*words)

    def start(self, *before: str, sabotage: str | None = None) -> None:
        """Returns once it is ready. `before`: a program that runs the server; `sabotage`: one of `sabotaged.py`."""
        assert not answers(self.port), "another server has the port: the test would speak to that one"
        server = [str(SHUBBAK), "serve"]
        if sabotage is not None:
            server = [sys.executable, "-m", "tests.faults.sabotaged", sabotage]
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                [*before, *server], env=self._environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while not self._ready():
            assert time.monotonic() < until, f"not ready: {self.log.read_text()}"
            self._still_running()

    def stop(self) -> None:
        """Asks it to end, and waits until it has."""
        assert self._running is not None
        os.killpg(self._running.pid, signal.SIGTERM)
        self._running.wait(PATIENCE)
        self._running = None

    def kill(self) -> None:
        """SIGKILL to everything it started; its port is silent when this returns."""
        if self._running is None:
            return
        with suppress(ProcessLookupError):  # it had ended by itself
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()
        self._running = None
        until = time.monotonic() + PATIENCE
        while answers(self.port):
            assert time.monotonic() < until, "something still answers"

    def pids(self) -> list[int]:
        """The processes of the group."""
        listed = subprocess.run(["ps", "-o", "pid=", "-g", str(self.pid)], capture_output=True, text=True, check=True)
        return [int(pid) for pid in listed.stdout.split()]

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health/ready", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _still_running(self) -> None:
        """A moment's wait that ends at once when the server dies, which fails the test with what it said."""
        assert self._running is not None
        try:
            self._running.wait(0.05)
        except subprocess.TimeoutExpired:
            return
        raise AssertionError(f"the server ended: {self.log.read_text()}")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def answers(port: int) -> bool:
    """Whether something accepts connections there."""
    with socket.socket() as calling:
        calling.settimeout(1)
        return calling.connect_ex(("127.0.0.1", port)) == 0
