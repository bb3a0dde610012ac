"""The sync contract, version 1, as plain values: shapes, times, outcomes and judgement. No database, no tool, no clock."""
