"""Tries are counted in one place for every domain; what was counted here would be forgotten within the hour."""

from backend.storage.migrations import schema

forwards = schema("DROP TABLE tracking_try")
