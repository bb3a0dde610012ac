"""Storage's own tables, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.storage.tables import Counter, Epoch, Job, KeyUse, Tries

APP_CONFIG = AppConfig(
    app_name="storage",
    migrations_folder_path=Path(__file__).parent / "schema",
    table_classes=[Job, Counter, Epoch, KeyUse, Tries],
)
