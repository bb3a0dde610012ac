"""The counter with staff of two bodies, on a fresh database."""

from tests.identity.conftest import browser, counter

__all__ = ["browser", "counter"]
