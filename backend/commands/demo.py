"""`shubbak demo`."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime

import click

from backend.commands._installation import installation
from backend.demo.filling import fill
from backend.demo.playing import Played, play
from backend.program import put_together, running
from backend.settings import Settings
from backend.storage.counters import current_position


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Tell it as JSON.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Add a named cast with dossiers in every state. Only to an installation in which nothing was filed yet."""
    if context.invoked_subcommand is not None:
        return
    played = asyncio.run(_play(installation()))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in played], ensure_ascii=False))
        return
    for each in played:
        click.echo(f"{each.number}  {each.secret}  {each.state:10}  {each.service}  {each.who}")
    click.echo(
        "Follow one with its number and secret." if played else "Something was filed here before: nothing added."
    )


@command.command("fill")
@click.argument("count", type=click.IntRange(1, 5_000_000))
def fill_up(count: int) -> None:
    """Add COUNT dossiers of people who do not exist, spread over services, wilayas and two years. For trials only."""
    with click.progressbar(length=count, label="Dossiers") as bar:
        asyncio.run(_fill(installation(), count, bar.update))


async def _fill(settings: Settings, count: int, told: Callable[[int], None]) -> None:
    program = put_together(settings)
    async with running(program):
        await fill(program.centre, count, datetime.now(UTC), told)


async def _play(settings: Settings) -> list[Played]:
    program = put_together(settings)
    async with running(program):
        return [] if await current_position() else await play(program.centre, datetime.now(UTC))
