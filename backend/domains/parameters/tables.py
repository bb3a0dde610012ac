"""The dated figures as rows, for reports; calculations take them from memory."""

from typing import Any

from piccolo.columns import ForeignKey, LazyTableReference, OnDelete
from piccolo.table import Table

from backend.storage.columns import day, key, text, yes_no

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
