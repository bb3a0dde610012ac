"""The demonstration shows dossiers in every state, and never mixes with what was really filed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.demo.playing import play
from backend.domains.sync.operations.counter import open_counter
from backend.program import put_together
from backend.settings import Settings
from backend.storage.keys import KeyFolder


@pytest.mark.usefixtures("database")
async def test_the_cast_has_dossiers_in_every_state(tmp_path: Path) -> None:
    folders = {"SHUBBAK_DATA_DIR": str(tmp_path / "data"), "SHUBBAK_KEY_DIR": str(tmp_path / "keys")}
    settings = Settings.from_environment(folders)
    KeyFolder.create(settings.key_dir)
    centre = put_together(settings).centre
    now = datetime.now(UTC)
    await open_counter(centre, now=now)

    played = await play(centre, now)

    states = {state.id for service in centre.catalogue.services() for state in service.workflow.states}
    assert {each.state for each in played} == states
    assert {each.number[:2] for each in played} == {"CB", "FN", "MT"}
