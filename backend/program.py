"""What the server, the worker and the commands have in common: every part of the program, put together once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from backend.adapters.calendar import computed
from backend.adapters.passkeys import Passkeys
from backend.adapters.signatures import CounterKey, verify_p256
from backend.adapters.tokens import CoseSigner
from backend.domains.catalogue.loader import load_catalogue
from backend.domains.catalogue.rules import Catalogue
from backend.domains.identity.loader import load_roles
from backend.domains.parameters.loader import load_announced_days, load_parameters
from backend.domains.parameters.queries import KeptCalendar
from backend.domains.parameters.rules import Parameters
from backend.domains.places.loader import load_places
from backend.domains.places.rules import Places
from backend.domains.sync.operations.counter import open_counter
from backend.domains.sync.ports import Centre
from backend.kernel.refusal import Refusal
from backend.settings import Settings
from backend.storage.blobs import BlobStore
from backend.storage.counters import check_life
from backend.storage.database import close_database, open_database
from backend.storage.key_use import check_keys
from backend.storage.keys import KeyFolder
from backend.storage.migrations import pending_migrations
from backend.storage.sealing import Sealer
from backend.words import Words

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Program:
    """The parts of one installation."""

    settings: Settings
    words: Words
    centre: Centre


@cache
def facts() -> tuple[Catalogue, Places, Parameters, Words]:
    """What comes as files with the program: read once, the same for every installation."""
    return load_catalogue(), load_places(), load_parameters(), Words.load(ROOT / "locales")


def put_together(settings: Settings) -> Program:
    """Every part, the database still closed. Refuses a key folder that is missing or open to others."""
    keys = KeyFolder.open(settings.key_dir)
    sealer = Sealer(keys)
    catalogue, places, parameters, words = facts()
    centre = Centre(
        catalogue=catalogue,
        places=places,
        parameters=parameters,
        keys=keys,
        sealer=sealer,
        blobs=BlobStore(settings.data_dir / "files", sealer),
        signer=CoseSigner(keys),
        verify=verify_p256,
        counter=CounterKey(keys.current("device")),
        roles=load_roles(),
        calendars=KeptCalendar(computed, load_announced_days(), sealer),
        passkeys=Passkeys(settings.public_url, words.of("fr")("brand.name")),
    )
    return Program(settings, words, centre)


@asynccontextmanager
async def running(program: Program) -> AsyncIterator[Program]:
    """The program with its database open. Refuses `storage.not_migrated`, `keys.missing`."""
    await open_database(program.settings.database_url)
    try:
        waiting = await pending_migrations()
        if waiting:
            raise Refusal("storage.not_migrated", migrations=waiting)
        now = datetime.now(UTC)
        await check_keys(program.centre.keys)
        await check_life(program.centre.keys, now)
        await check_keys(program.centre.keys)
        await open_counter(program.centre, now=now)
        yield program
    finally:
        await close_database()
