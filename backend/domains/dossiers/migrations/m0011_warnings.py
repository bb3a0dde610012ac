"""What was told of the step and what of the answer are counted apart; so far there was one of the step, told first."""

from backend.storage.migrations import schema

forwards = schema(
    "ALTER TABLE dossier ADD COLUMN warned BIGINT",
    "UPDATE dossier SET warned = CASE WHEN escalated > 1 THEN escalated - 1 ELSE 0 END,"
    " escalated = CASE WHEN escalated > 1 THEN 1 ELSE escalated END WHERE escalated IS NOT NULL",
)
