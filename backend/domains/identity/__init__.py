"""Who asks and who serves: people, their passkeys and their sessions."""
