"""The receipts app: its tables and where their migrations are."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.domains.receipts.tables import LetterTable, ReceiptTable

APP_CONFIG = AppConfig(
    app_name="receipts",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[ReceiptTable, LetterTable],
    migration_dependencies=["backend.storage.piccolo_app"],
)
