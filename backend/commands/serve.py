"""`shubbak serve`."""

from typing import Any

import click
from granian.constants import Interfaces
from granian.server import Server

from backend.adapters.authority import Trust, local_trust
from backend.commands._installation import installation

TO_TRY = """Shubbak serves on {address}
  data  {data}
  keys  {keys}  (copy them to a safe place: shubbak keys export FILE)
  try   {address}/ar/services/cacobatph.bad-weather-stoppage   declare a stoppage
        {address}/fr/services/ministry.concern                 say what is wrong
        stop this program, fill a form all the same, start it again: it is filed"""
TO_TRUST = """  phones: open {address}/authority.crt once, install it as an authority, then open {address}"""


@click.command()
def command() -> None:
    """Serve the counter. Runs until it is stopped."""
    settings = installation()
    trust = local_trust(settings.key_dir / "tls", settings.host) if settings.tls else None
    click.echo(TO_TRY.format(address=settings.public_url, data=settings.data_dir, keys=settings.key_dir))
    if trust:
        click.echo(TO_TRUST.format(address=settings.public_url))
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
        **_tls(trust),
    ).serve()


def _tls(trust: Trust | None) -> dict[str, Any]:
    return {"ssl_cert": trust.certificate, "ssl_key": trust.key} if trust else {}
