"""Where things are: wilayas, the bodies that serve, and their agencies. Everything else names places by these codes."""
