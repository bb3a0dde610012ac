"""What is bound in a session is bound as long as nobody ends that session."""

from backend.storage.migrations import schema

forwards = schema("ALTER TABLE device_person ADD COLUMN session UUID")
