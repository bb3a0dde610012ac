"""The sync contract, version 1, as plain values: shapes, times, judgement, outcomes."""
