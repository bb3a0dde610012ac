"""The counter, with every channel offered."""

from __future__ import annotations

import pytest

from tests.identity.conftest import browser, counter

__all__ = ["browser", "counter"]


@pytest.fixture
def told_by() -> dict[str, str]:
    """What carries the messages is another one in each test; that there is one is all that the pages ask."""
    return {
        "SMTP_URL": "smtp://127.0.0.1:9",
        "SMS_URL": "http://127.0.0.1:9/send",
        "PUSH_HOSTS": "127.0.0.1",
    }
