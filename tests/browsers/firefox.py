"""Firefox ESR, driven through Marionette, the door that geckodriver itself knocks at."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.browsers.tab import Unanswered, until
from tests.counter import free_port

PROGRAM = Path("/usr/bin/firefox-esr")
PACKAGE = "firefox-esr"
QUIET = {
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "widget.gtk.overlay-scrollbars.enabled": True,
    "ui.useOverlayScrollbars": 1,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.legacyUserProfileCustomizations.stylesheets": True,
}


class Firefox:
    """A browser over a profile: `start` and `kill` may follow each other, and what the profile keeps stays."""

    def __init__(self, folder: Path, preferences: dict[str, Any] | None = None) -> None:
        self.folder = folder
        self._port = free_port()
        self._preferences = QUIET | {"marionette.port": self._port} | (preferences or {})
        self._running: subprocess.Popen[bytes] | None = None
        self._wire: Marionette | None = None

    def start(self) -> Marionette:
        """A browser as wide as a phone."""
        (self.folder / "chrome").mkdir(parents=True, exist_ok=True)
        # Firefox makes its window no narrower than 500 px otherwise.
        (self.folder / "chrome/userChrome.css").write_text(":root, body { min-width: 0 !important }")
        set_to = (f'user_pref("{name}", {json.dumps(value)});\n' for name, value in self._preferences.items())
        (self.folder / "user.js").write_text("".join(set_to))
        screen = {"MOZ_HEADLESS_WIDTH": "360", "MOZ_HEADLESS_HEIGHT": "740", "HOME": str(self.folder)}
        flags = ["--headless", "--kiosk", "--no-remote", "--marionette", "--profile", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [PROGRAM, *flags], env=os.environ | screen, stdout=log, stderr=log, start_new_session=True
            )
        self._wire = wire = Marionette(until(self._connection, "Firefox"))
        wire("NewSession", capabilities={"alwaysMatch": {"timeouts": {"script": 60_000, "pageLoad": 60_000}}})
        wire("SetWindowRect", width=360, height=740)
        return wire

    def kill(self) -> None:
        """As a phone kills an application: at once, without a chance to write anything."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None
        if self._running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()
            self._running = None

    def _connection(self) -> socket.socket | None:
        try:
            return socket.create_connection(("127.0.0.1", self._port), timeout=90)
        except OSError:
            return None


class Marionette:
    """Messages are JSON arrays behind their length: [0, number, command, what is said], [1, number, fault, answer]."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = connection.makefile("rb")
        self._number = 0
        self._read()

    def __call__(self, command: str, **said: Any) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, f"WebDriver:{command}", said]).encode()
        self._connection.sendall(b"%d:%s" % (len(message), message))
        _, number, fault, answer = self._read()
        assert number == self._number
        if fault is not None:
            raise Unanswered(f"{fault['error']}: {fault['message']}")
        return answer["value"] if isinstance(answer, dict) and answer.keys() == {"value"} else answer

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._stream.read(1) or _gone()
        return json.loads(self._stream.read(int(length[:-1])))

    def close(self) -> None:
        self._stream.close()
        self._connection.close()


def _gone() -> bytes:
    raise Unanswered("Firefox has hung up")
