"""The tables of identity, as a Piccolo app."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.identity.tables import (
    Challenge,
    Employer,
    GlassReading,
    Mandate,
    OneTimeCode,
    Passkey,
    Person,
    PersonCivil,
    PersonNameKey,
    Post,
    Recovery,
    Session,
)

APP_CONFIG = AppConfig(
    app_name="identity",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Person,
        PersonCivil,
        PersonNameKey,
        Passkey,
        Challenge,
        Session,
        OneTimeCode,
        Employer,
        Mandate,
        Post,
        Recovery,
        GlassReading,
    ],
    migration_dependencies=["backend.storage.piccolo_app"],
)
