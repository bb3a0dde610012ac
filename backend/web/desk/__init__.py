"""The window from behind: what staff see and do."""
