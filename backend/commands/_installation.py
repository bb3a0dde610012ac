"""What every command that touches the installation begins with."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.settings import Settings
from backend.storage.database import close_database, open_database


def installation() -> Settings:
    """The settings of this installation; `SettingsError` names a variable that is wrong."""
    return Settings.from_environment(os.environ)


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[None]:
    """The installation's database, open; the data folder is made when it is missing, readable by its owner only."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    await open_database(settings.database_url)
    try:
        yield
    finally:
        await close_database()
