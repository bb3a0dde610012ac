"""The account of whoever is signed in, and the way into it."""
