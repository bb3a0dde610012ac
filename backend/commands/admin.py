"""`shubbak admin …`."""

import asyncio
import json
from datetime import UTC, datetime

import click

from backend.commands._installation import installation
from backend.domains.identity.operations import give_post
from backend.domains.identity.rules import Scope
from backend.kernel.codes import shown
from backend.program import put_together, running


@click.group()
def command() -> None:
    """Those who give everybody else their posts."""


@command.command("invite")
@click.option("--body", required=True, help="The body they administer: cacobatph, fnpos, ministry.")
@click.option("--name", required=True, help="What they are called; it stays with their post.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def invite(body: str, name: str, as_json: bool) -> None:
    """Print a code by which one person becomes administrator of a body, once, within three days.

    They register or sign in at the counter, open their account, and type the code under "Serve".
    """
    address, code = asyncio.run(_invited(body, name))
    if as_json:
        click.echo(json.dumps({"url": address, "code": code}))
        return
    click.echo(f"{code}\nTo be typed, signed in, at {address}")


async def _invited(body: str, name: str) -> tuple[str, str]:
    async with running(put_together(installation())) as program:
        scope = Scope(program.centre.places.body(body).code)
        code = await give_post(
            role="administrator", scope=scope, called=name, by=None, sealer=program.centre.sealer, now=datetime.now(UTC)
        )
        return f"{program.settings.public_url}/ar/account/post", shown(code)
