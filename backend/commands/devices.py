"""`shubbak devices …`."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

import click

from backend.commands._installation import installation, opened_database
from backend.domains.sync import queries
from backend.domains.sync.operations import devices
from backend.kernel.days import ALGIERS
from backend.program import put_together, running


@click.group()
def command() -> None:
    """Phones, kiosks and desks that sign what they send."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def list_devices(as_json: bool) -> None:
    """Show kiosks, desks and counters, and every device that is revoked."""
    known = asyncio.run(_known())
    if as_json:
        click.echo(json.dumps([asdict(each) for each in known], default=str))
        return
    for each in known:
        revoked = f"  revoked {_day(each.revoked_at)}" if each.revoked_at else ""
        click.echo(f"{each.id}  {each.kind:<8} {_day(each.enrolled_at)}{revoked}")


@command.command("revoke")
@click.argument("device", type=click.UUID)
def revoke(device: UUID) -> None:
    """Hold for a person whatever this device signed and sends from now on. It may still carry for others."""
    asyncio.run(_revoked(device))
    click.echo(f"{device} is revoked.")


@command.command("code")
@click.argument("kind", type=click.Choice(["kiosk", "desk"]))
def code(kind: str) -> None:
    """Print a code that enrols one kiosk or desk, once, within seven days."""
    click.echo(asyncio.run(_issued(kind)))


def _day(moment: datetime) -> str:
    return moment.astimezone(ALGIERS).date().isoformat()


async def _known() -> list[queries.KnownDevice]:
    async with opened_database(installation()):
        return await queries.known_devices()


async def _revoked(device: UUID) -> None:
    async with opened_database(installation()):
        await devices.revoke(device, now=datetime.now(UTC))


async def _issued(kind: str) -> str:
    async with running(put_together(installation())) as program:
        return await devices.issue_code(program.centre, kind=kind, now=datetime.now(UTC))
