"""Files that were asked for. What is in them lies sealed in the blob store, for a day."""

from piccolo.table import Table

from backend.storage.columns import key, moment, text, uuid, whole


class Export(Table, tablename="export"):
    """One file, how far it has come, and where it lies."""

    id = key()
    person = uuid()
    kind = text()
    format = text()
    lang = text()
    asked = text()  # canonical JSON: which places and filters, never what somebody typed to look for a person
    total = whole()
    done = whole()
    blob = text(null=True)
    asked_at = moment()
    ready_at = moment(null=True)
