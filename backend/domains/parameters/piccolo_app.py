"""Parameters, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.parameters.tables import ParameterRow

APP_CONFIG = AppConfig(
    app_name="parameters",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[ParameterRow],
    migration_dependencies=["backend.domains.places.piccolo_app"],
)
