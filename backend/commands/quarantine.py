"""`shubbak quarantine …`."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import click

from backend.commands._installation import installation, opened_database
from backend.domains.sync import queries
from backend.domains.sync.operations import quarantine
from backend.kernel.days import ALGIERS
from backend.kernel.refusal import Refusal
from backend.program import put_together, running

ENTRY = click.argument("entry", type=click.UUID)


@click.group()
def command() -> None:
    """Envelopes that no rule may decide: a named person of the body ends each, once."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def list_held(as_json: bool) -> None:
    """Show what waits for a person, oldest first: its entry, why it is held, since when, for which service."""
    held = asyncio.run(_held())
    if as_json:
        click.echo(json.dumps([asdict(each) for each in held], default=str))
        return
    for each in held:
        since = each.received_at.astimezone(ALGIERS).isoformat(sep=" ", timespec="minutes")[:16]
        click.echo(f"{each.entry}  {each.code:<22} {since}  {each.wilaya_code}  {each.service} ({each.kind})")
    if not held:
        click.echo("Nothing waits for a person.")


@command.command("show")
@ENTRY
def show(entry: UUID) -> None:
    """Print what a held envelope says, as JSON. It is what a person wrote: keep it to yourself."""
    click.echo(json.dumps(asyncio.run(_opened(entry)), ensure_ascii=False, indent=2))


@command.command("resolve")
@ENTRY
@click.argument("outcome", type=click.Choice(["applied", "refused"]))
@click.option("--by", required=True, help="Your name; it stays with the envelope.")
def resolve(entry: UUID, outcome: Literal["applied", "refused"], by: str) -> None:
    """End one: file it as it is, or refuse it for the reason it was held. It cannot be taken back."""
    click.echo(asyncio.run(_resolved(entry, outcome, by)))


async def _held() -> list[queries.Quarantined]:
    async with opened_database(installation()):
        return await queries.quarantined()


async def _opened(entry: UUID) -> object:
    program = put_together(installation())
    async with opened_database(program.settings):
        found = await queries.opened(program.centre, [entry])
    if not found:
        raise Refusal("quarantine.unknown")
    return json.loads(found[0][1].raw)


async def _resolved(entry: UUID, outcome: Literal["applied", "refused"], by: str) -> str:
    async with running(put_together(installation())) as program:
        return await quarantine.resolve(program.centre, entry=entry, to=outcome, by=by, now=datetime.now(UTC))
