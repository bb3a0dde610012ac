"""`shubbak prepare`."""

import click

from backend.commands import keys, load, migrate


@click.command()
@click.pass_context
def command(context: click.Context) -> None:
    """Make ready to serve: keys, tables, reference data. What is there stays; says only what it did."""
    context.invoke(keys.create, quiet=True)
    context.invoke(migrate.command, quiet=True)
    context.invoke(load.command, quiet=True)
