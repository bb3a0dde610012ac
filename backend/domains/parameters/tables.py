"""The dated figures as rows, for reports, and what was said about days off; calculations take both from memory."""

from typing import Any

from piccolo.columns import ForeignKey, LazyTableReference, OnDelete
from piccolo.table import Table

from backend.storage.columns import day, key, moment, sealed, text, uuid, whole, yes_no

WILAYA = LazyTableReference("WilayaRow", module_path="backend.domains.places.tables")


class ParameterRow(Table, tablename="parameter"):
    """A figure from `begins` to `ends`, both included."""

    id = key()
    wilaya_code: ForeignKey[Any] = ForeignKey(references=WILAYA, on_delete=OnDelete.restrict, null=True, default=None)
    name = text()
    value = text()
    unit = text()
    begins = day()
    ends = day(null=True)
    source = text()
    verified = yes_no()


class AnnouncedDayRow(Table, tablename="announced_day"):
    """What somebody said about days off; never changed. `said`: the names of the days, and from where it is known."""

    id = key()
    revision = whole()  # its place in the order of all that was said
    kind = text()
    first = day()
    days = whole()
    moved_to = day(null=True)
    takes_back: ForeignKey[Any] = ForeignKey(references="self", on_delete=OnDelete.restrict, null=True, default=None)
    said = sealed()
    said_by = uuid()
    said_at = moment()
