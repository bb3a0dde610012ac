"""Files that were asked for, and figures that are kept. What is in a file lies sealed in the blob store, for a day."""

from piccolo.table import Table

from backend.storage.columns import key, moment, text, text_key, uuid, whole


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


class Kept(Table, tablename="figures"):
    """Figures that everybody may read, as they were worked out last. `begun_at`: when somebody last set out to."""

    name = text_key()
    content = text(null=True)  # canonical JSON: cells of five people and more
    begun_at = moment(null=True)
    made_at = moment(null=True)
