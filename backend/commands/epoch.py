"""`shubbak epoch`."""

import asyncio
import json
from datetime import UTC, datetime

import click

from backend.commands._installation import installation
from backend.domains.sync.operations.epochs import begin_epoch
from backend.kernel.days import ALGIERS
from backend.program import put_together, running
from backend.storage.counters import Epoch, current_epoch, current_position


@click.command()
@click.option("--begin", is_flag=True, help="Begin a new life, as after a restore.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def command(begin: bool, as_json: bool) -> None:
    """Show which life of the database this is.

    A database put back from a backup begins a new one by itself at the next start. --begin is for one that was put back
    together with an old copy of the keys: devices then offer again what the backup did not hold, and every number
    series goes on above all numbers ever given out.
    """
    epoch, position = asyncio.run(_epoch(begin))
    if as_json:
        said = {"epoch": epoch.id, "began_at": epoch.began_at, "restored_to": epoch.restored_to, "position": position}
        click.echo(json.dumps(said, default=str))
        return
    began = epoch.began_at.astimezone(ALGIERS).isoformat(sep=" ", timespec="seconds")
    restored = "" if epoch.restored_to is None else f", restored to position {epoch.restored_to}"
    click.echo(f"{epoch.id}, begun {began}{restored}; now at position {position}.")


async def _epoch(begin: bool) -> tuple[Epoch, int]:
    async with running(put_together(installation())) as program:
        if begin:
            await begin_epoch(program.centre, now=datetime.now(UTC))
        return await current_epoch(), await current_position()
