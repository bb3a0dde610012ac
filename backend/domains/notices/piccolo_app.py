"""The tables of notices, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.notices.tables import Contact, Delivery, Notice

APP_CONFIG = AppConfig(
    app_name="notices",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Notice, Contact, Delivery],
    migration_dependencies=["backend.storage.piccolo_app"],
)
