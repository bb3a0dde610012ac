"""The counter with staff of two bodies, on a fresh database."""

from tests.identity.conftest import browser, counter, told_by

__all__ = ["browser", "counter", "told_by"]
