"""`shubbak demo`."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime

import click

from backend.commands._installation import installation
from backend.demo.playing import Played, play
from backend.program import put_together, running
from backend.settings import Settings
from backend.storage.counters import current_position


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Tell it as JSON.")
def command(as_json: bool) -> None:
    """Add a named cast with dossiers in every state. Only to an installation in which nothing was filed yet."""
    played = asyncio.run(_play(installation()))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in played], ensure_ascii=False))
        return
    for each in played:
        click.echo(f"{each.number}  {each.secret}  {each.state:10}  {each.service}  {each.who}")
    click.echo(
        "Follow one with its number and secret." if played else "Something was filed here before: nothing added."
    )


async def _play(settings: Settings) -> list[Played]:
    program = put_together(settings)
    async with running(program):
        return [] if await current_position() else await play(program.centre, datetime.now(UTC))
