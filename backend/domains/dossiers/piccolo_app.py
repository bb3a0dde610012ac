"""The tables of dossiers, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.dossiers.tables import Dossier, DossierEvent, DossierKey, Incident, Rating, SavedFilter

APP_CONFIG = AppConfig(
    app_name="dossiers",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Dossier, DossierEvent, DossierKey, Incident, Rating, SavedFilter],
    migration_dependencies=["backend.storage.piccolo_app"],
)
