"""`shubbak keys …`."""

import json
import os
import tarfile
from pathlib import Path

import click

from backend.commands._installation import installation
from backend.storage.key_kinds import KINDS
from backend.storage.keys import KeyFolder


@click.group()
def command() -> None:
    """The keys that seal, sign and recognise. Whoever holds them can read what people filed."""


@command.command("create")
@click.option("--quiet", is_flag=True, help="Say nothing.")
def create(quiet: bool) -> None:
    """Make the key folder, and each key that is missing; existing keys stay."""
    folder = KeyFolder.create(installation().key_dir)
    if not quiet:
        click.echo(
            f"Keys lie in {folder.path}. Copy them to a safe place apart from the data: shubbak keys export FILE"
        )


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def list_keys(as_json: bool) -> None:
    """Show what each key is for and its id, oldest first; never the key itself."""
    folder = KeyFolder.open(installation().key_dir)
    held = {purpose: [key.kid for key in folder.all(purpose)] for purpose in sorted(KINDS)}
    if as_json:
        click.echo(json.dumps(held))
        return
    for purpose, kids in held.items():
        click.echo(f"{purpose:<10} {' '.join(kids)}")


@command.command("rotate")
@click.argument("purpose", type=click.Choice(sorted(set(KINDS) - {"blind"})))
def rotate(purpose: str) -> None:
    """Make a new key of that purpose. The old one goes on opening and verifying.

    The server uses the new one from its next start.
    """
    click.echo(KeyFolder.open(installation().key_dir).rotate(purpose).kid)


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Copy the whole key folder into FILE, a tar archive only you can read. Unpack it into an empty folder to restore.

    The archive is not encrypted: keep it where the data's backup is not.
    """
    folder = KeyFolder.open(installation().key_dir)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{file} exists already; it is left as it is.") from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "wb") as target:
        with tarfile.open(fileobj=target, mode="w:gz") as archive:
            archive.add(folder.path, arcname=".")
        target.flush()
        os.fsync(descriptor)
    click.echo(f"Written to {file}.")
