"""The sync surface: what phones, kiosks and desks speak to the centre. JSON and tus only; cookies are never read."""
