"""Migrations: plain SQL that runs unchanged on both databases (the recipe is docs/migrations.md)."""

import importlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig, Finder

from backend.storage.database import dialect, execute, fetch, tx
from backend.storage.engine import ENGINE

_ONE_AT_A_TIME = 5_480_127_731  # an advisory lock number of our own


def schema(*statements: str) -> Callable[[], Awaitable[None]]:
    """The `forwards` of a migration made of `statements`."""

    async def forwards() -> None:
        for statement in statements:
            await execute(statement)

    return forwards


async def migrate() -> list[str]:
    """Runs what has not run yet, all or nothing; returns it as `app.migration`, in order. Safe to run twice at once."""
    await ENGINE.driver.prepare()
    return await _migrate()


async def pending_migrations() -> list[str]:
    """What `migrate` would run."""
    done = await _done() if await _has_register() else set()
    return [name for name, _ in _all() if name not in done]


@tx
async def _migrate() -> list[str]:
    if dialect() == "postgres":
        await fetch("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
    if not await _has_register():
        await Migration.create_table()
    done = await _done()
    ran = [(name, module) for name, module in _all() if name not in done]
    for name, module in ran:
        forwards = importlib.import_module(module).forwards
        manager = await forwards()
        if isinstance(manager, MigrationManager):
            await manager.run()
        app_name, _, migration = name.partition(".")
        await Migration.insert(Migration(name=migration, app_name=app_name))
    return [name for name, _ in ran]


async def _has_register() -> bool:
    return bool(await Migration.table_exists())


async def _done() -> set[str]:
    return {f"{row['app_name']}.{row['name']}" for row in await Migration.select()}


def _all() -> list[tuple[str, str]]:
    """Every migration as `app.migration` and its module: an app after those it depends on, then by file name."""
    return [
        (f"{app.app_name}.{path.stem}", f"{_package(app)}.{path.stem}")
        for app in Finder().get_app_configs()
        for path in sorted(Path(app.resolved_migrations_folder_path).glob("m[0-9]*.py"))
    ]


def _package(app: AppConfig) -> str:
    folder = Path(app.resolved_migrations_folder_path).resolve()
    root = Path(__file__).resolve().parents[2]
    return ".".join(folder.relative_to(root).parts)
