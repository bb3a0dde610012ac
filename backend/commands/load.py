"""`shubbak load`."""

import asyncio

import click

from backend.commands._installation import installation, opened_database
from backend.domains.parameters import operations as parameters
from backend.domains.parameters.loader import load_parameters
from backend.domains.places import operations as places
from backend.domains.places.loader import load_places
from backend.settings import Settings


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing when all went well.")
def command(quiet: bool) -> None:
    """Load the reference data: wilayas, bodies, agencies, dated parameters. Safe to run again."""
    asyncio.run(_load(installation()))
    if not quiet:
        known = load_places()
        click.echo(
            f"{len(known.wilayas())} wilayas, {len(known.bodies())} bodies, {len(known.all_agencies())} agencies, "
            f"{len(load_parameters().rows())} dated parameters."
        )


async def _load(settings: Settings) -> None:
    async with opened_database(settings):
        await places.load(load_places())
        await parameters.load(load_parameters())
