"""Who serves, and where."""
