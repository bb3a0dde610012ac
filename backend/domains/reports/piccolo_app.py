"""The tables of reports, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.reports.tables import Export

APP_CONFIG = AppConfig(
    app_name="reports",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Export],
    migration_dependencies=["backend.storage.piccolo_app"],
)
