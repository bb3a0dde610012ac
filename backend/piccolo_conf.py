"""Piccolo's settings: the engine, and the apps, which are found by themselves in `storage` and the domains."""

from pathlib import Path

from piccolo.conf.apps import AppRegistry

from backend.storage.engine import ENGINE

DB = ENGINE

APP_REGISTRY = AppRegistry(
    apps=[
        "backend.storage.piccolo_app",
        *(
            f"backend.domains.{path.parent.name}.piccolo_app"
            for path in sorted((Path(__file__).parent / "domains").glob("*/piccolo_app.py"))
        ),
    ]
)
