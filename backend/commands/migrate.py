"""`shubbak migrate`."""

import asyncio

import click

from backend.commands._installation import installation, opened_database
from backend.settings import Settings
from backend.storage.migrations import migrate


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing when there is nothing to do.")
def command(quiet: bool) -> None:
    """Bring the database's tables to this version. Safe to run again."""
    ran = asyncio.run(_migrate(installation()))
    for name in ran:
        click.echo(f"Migrated {name}")
    if not ran and not quiet:
        click.echo("The tables are those of this version.")


async def _migrate(settings: Settings) -> list[str]:
    async with opened_database(settings):
        return await migrate()
