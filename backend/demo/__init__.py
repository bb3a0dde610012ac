"""A named cast with dossiers in every state, for whoever wants to look around (`make run DEMO=1`)."""
