"""`make golden`: draws the golden pages anew. Look at every picture before committing it."""

from tests.receipts.golden import regenerate

if __name__ == "__main__":
    regenerate()
