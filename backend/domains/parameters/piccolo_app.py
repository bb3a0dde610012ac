"""Parameters and days off, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.parameters.tables import AnnouncedDayRow, ParameterRow

APP_CONFIG = AppConfig(
    app_name="parameters",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[ParameterRow, AnnouncedDayRow],
    migration_dependencies=["backend.domains.places.piccolo_app"],
)
