"""Places, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.places.tables import AgencyRow, BodyRow, WilayaRow

APP_CONFIG = AppConfig(
    app_name="places",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[WilayaRow, BodyRow, AgencyRow],
)
