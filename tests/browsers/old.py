"""A browser from before modules, as far as the pages can tell: the road to the server makes their scripts unknown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

LEFT_OUT = {"accept-encoding", "connection", "content-length", "transfer-encoding"}


class _NotFollowed(HTTPRedirectHandler):
    """The browser follows, not the road."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _Road(BaseHTTPRequestHandler):
    far: ClassVar[str]
    opener: ClassVar = build_opener(_NotFollowed)

    def do_GET(self) -> None:
        self._pass(None)

    def do_POST(self) -> None:
        self._pass(self.rfile.read(int(self.headers["Content-Length"])))

    def _pass(self, body: bytes | None) -> None:
        said = {name: value for name, value in self.headers.items() if name.lower() not in LEFT_OUT}
        try:
            self._answer(self.opener.open(Request(self.far + self.path, body, said, method=self.command)))
        except HTTPError as refused:
            self._answer(refused)

    def _answer(self, answer: HTTPResponse | HTTPError) -> None:
        body = answer.read().replace(b'type="module"', b'type="not yet known"')
        self.send_response(answer.status or 500)
        for name, value in answer.headers.items():
            if name.lower() not in LEFT_OUT:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def old_road(far: str) -> Iterator[str]:
    """The address of a road to the server `far`."""
    kept = type("Road", (_Road,), {"far": far})
    with ThreadingHTTPServer(("127.0.0.1", 0), kept) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
