"""The tables of reports, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.reports.tables import Export, Kept

APP_CONFIG = AppConfig(
    app_name="reports",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Export, Kept],
    migration_dependencies=["backend.storage.piccolo_app"],
)
