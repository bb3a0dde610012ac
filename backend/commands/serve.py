"""`shubbak serve`."""

import click
from granian.constants import Interfaces
from granian.server import Server

from backend.commands._installation import installation


@click.command()
def command() -> None:
    """Serve the counter. Runs until it is stopped."""
    settings = installation()
    Server(
        "backend.app:create_app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_access=False,
    ).serve()
