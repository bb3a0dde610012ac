"""Lists and registers that staff take away as files."""
