"""The real server with one more address, `/collect`, at which Python collects its garbage: the rest it keeps."""

from __future__ import annotations

import gc
from typing import Any
from unittest.mock import patch

from granian.server import Server

from backend.commands import serve


def create_app() -> Any:
    """What the server's own process is told to build."""
    from backend.app import create_app  # in that process alone, as in the real server

    counter = create_app()

    async def counter_that_collects(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != "/collect":
            await counter(scope, receive, send)
            return
        gc.collect()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return counter_that_collects


if __name__ == "__main__":
    with patch(
        "backend.commands.serve.Server",
        lambda target, **settings: Server("bench.collecting:create_app", **settings),
    ):
        serve.command(args=[])
