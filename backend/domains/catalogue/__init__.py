"""The catalogue: what can be asked for, as data."""
