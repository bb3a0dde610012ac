"""A whole server of its own on a free port, that a test may kill and start again on the same data."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHUBBAK = Path(sys.executable).parent / "shubbak"
PATIENCE = 60


class Counter:
    """`start` and `kill` may follow each other as often as wanted; the address stays."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self._running: subprocess.Popen[bytes] | None = None
        self._environment = os.environ | {
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "SHUBBAK_PUBLIC_URL": self.address,
            "SHUBBAK_DATA_DIR": str(folder / "data"),
            "SHUBBAK_KEY_DIR": str(folder / "keys"),
            "SHUBBAK_DATABASE_URL": f"sqlite:///{folder}/data/shubbak.sqlite3",
            **settings,
        }

    def prepare(self) -> None:
        """Keys, tables and reference data, once."""
        (self.folder / "data").mkdir(parents=True)
        for command in (["keys", "create", "--quiet"], ["migrate", "--quiet"], ["load", "--quiet"]):
            subprocess.run([SHUBBAK, *command], env=self._environment, cwd=ROOT, check=True, capture_output=True)

    def says(self, *command: str) -> str:
        """What a command of the program prints, beside the running server."""
        done = subprocess.run(
            [SHUBBAK, *command], env=self._environment, cwd=ROOT, check=True, capture_output=True, text=True
        )
        return done.stdout

    def start(self, server: Sequence[str | Path] = (SHUBBAK, "serve")) -> None:
        """Returns once it answers."""
        assert not _answers(self.port), "another server has the port: the test would speak to that one"
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                server, env=self._environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while not self._ready():
            assert self._running.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.1)

    @property
    def alive(self) -> bool:
        """Whether it was started and not killed since."""
        return self._running is not None

    @property
    def group(self) -> int:
        """The process group of the running server."""
        assert self._running is not None
        return self._running.pid

    def kill(self) -> None:
        """Dead at once, with everything it started; its port is silent when this returns."""
        if self._running is None:
            return
        os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()
        self._running = None
        until = time.monotonic() + PATIENCE
        while _answers(self.port):
            assert time.monotonic() < until, "something still answers"
            time.sleep(0.05)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/sync/manifest", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as calling:
        calling.settimeout(1)
        return calling.connect_ex(("127.0.0.1", port)) == 0
