"""What the databases say, in the house's words; the drivers translate into these."""


class Conflict(Exception):
    """A row contradicts a constraint. Prefer `on_conflict_do_nothing` to catching it."""


class Contention(Exception):
    """Another transaction was in the way; `@tx` starts again by itself, so an operation never sees this at its end."""


class WriteOutsideTransaction(RuntimeError):
    """A statement that writes was run outside `@tx`: a fault in the program."""


class BrokenTransaction(RuntimeError):
    """A statement or a joined operation failed, its exception was swallowed, and the transaction went on.

    PostgreSQL would refuse the next statement and SQLite would commit half an act: both are refused here. Whoever wants
    to survive a failure puts the part that may fail inside `savepoint()`.
    """
