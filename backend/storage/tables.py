"""What storage keeps for itself."""

from piccolo.table import Table

from backend.storage.columns import key, moment, text, text_key, whole


class Job(Table, tablename="job"):
    """Work to do after a commit; a row goes when the work is done."""

    id = key()
    kind = text()
    payload = text()  # canonical JSON with identifiers only, never what a person wrote
    dedupe_key = text(null=True)
    due_at = moment()
    created_at = moment()
    attempts = whole()
    fence = whole()
    leased_until = moment(null=True)
    given_up_at = moment(null=True)
    last_error = text(null=True)


class Counter(Table, tablename="counter"):
    """Numbers handed out in the order of commits."""

    name = text_key()
    value = whole()
    mark = whole()


class Epoch(Table, tablename="epoch"):
    """The lives of this database: a new one after each restore."""

    id = key()
    began_at = moment()
    restored_to = whole(null=True)


class KeyUse(Table, tablename="key_use"):
    """The keys without which this database cannot be read."""

    kid = text_key()
    purpose = text()
    first_used_at = moment()


class Tries(Table, tablename="tries"):
    """How often something that may be guessed was tried in one hour; `key` is `what/hour`."""

    key = text_key()
    hour = whole()
    tries = whole()
