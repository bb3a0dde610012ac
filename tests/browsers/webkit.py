"""WebKitGTK's small browser on a screen of its own, driven through WebKitWebDriver."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.browsers.tab import Unanswered, until
from tests.counter import free_port

PROGRAM = Path("/usr/bin/WebKitWebDriver")
SCREEN = Path("/usr/bin/Xvfb")
PACKAGE = "webkit2gtk-driver and xvfb"
PATHS = {
    "SetTimeouts": ("POST", "/timeouts"),
    "SetWindowRect": ("POST", "/window/rect"),
    "Navigate": ("POST", "/url"),
    "ExecuteAsyncScript": ("POST", "/execute/async"),
    "FindElement": ("POST", "/element"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "TakeScreenshot": ("GET", "/screenshot"),
}
# The toolbar would make the window wider than a phone.
NARROW = "* { min-width: 0; padding: 0; margin: 0; font-size: 1px; -gtk-icon-transform: scale(0.1); }"


class WebKit:
    """A driven WebKitGTK keeps everything in memory only: what it kept is gone with `kill`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> Wire:
        """A browser as wide as a phone."""
        gtk = self.folder / "config/gtk-3.0"
        gtk.mkdir(parents=True)
        (gtk / "gtk.css").write_text(NARROW)
        read, write = os.pipe()
        self._run([str(SCREEN), "-displayfd", str(write), "-screen", "0", "800x900x24", "-nolisten", "tcp"], keep=write)
        os.close(write)
        with os.fdopen(read) as display:
            screen = f":{display.readline().strip()}"
        port = free_port()
        home = {"HOME": "", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
        places = {name: str(self.folder / place) for name, place in home.items()}
        self._run([str(PROGRAM), f"--port={port}"], places | {"DISPLAY": screen, "XDG_RUNTIME_DIR": str(self.folder)})
        wire = Wire(f"http://127.0.0.1:{port}")
        until(wire.open, "WebKitGTK")
        wire("SetTimeouts", script=60_000, pageLoad=60_000)
        wire("SetWindowRect", width=360, height=780)
        return wire

    def kill(self) -> None:
        for program in reversed(self._running):
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()
        self._running = []

    def _run(self, command: list[str], environment: dict[str, str] | None = None, keep: int | None = None) -> None:
        with (self.folder / "log").open("ab") as log:
            self._running.append(
                subprocess.Popen(
                    command,
                    env=os.environ | (environment or {}),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    pass_fds=() if keep is None else (keep,),
                )
            )


class Wire:
    """WebDriver over HTTP."""

    def __init__(self, driver: str) -> None:
        self._driver = self._session = driver

    def open(self) -> bool:
        """Begins the session; false while the driver is not there yet."""
        try:
            found = self._send("POST", "/session", {"capabilities": {"alwaysMatch": {}}})
        except urllib.error.URLError:
            return False
        self._session = f"{self._driver}/session/{found['sessionId']}"
        return True

    def __call__(self, command: str, **said: Any) -> Any:
        method, path = PATHS[command]
        return self._send(method, path.format(**said), said if method == "POST" else None)

    def _send(self, method: str, path: str, said: dict[str, Any] | None) -> Any:
        body = None if said is None else json.dumps(said).encode()
        asked = urllib.request.Request(self._session + path, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=90) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as fault:
            raise Unanswered(fault.read().decode()) from None
