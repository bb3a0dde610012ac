"""The tables of the sync contract, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.sync.tables import (
    Device,
    DeviceCode,
    DevicePerson,
    Envelope,
    EnvelopeCarrier,
    EnvelopeFile,
    EnvelopeNeed,
)

APP_CONFIG = AppConfig(
    app_name="sync",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Device, DevicePerson, DeviceCode, Envelope, EnvelopeCarrier, EnvelopeNeed, EnvelopeFile],
    migration_dependencies=["backend.storage.piccolo_app", "backend.domains.identity.piccolo_app"],
)
