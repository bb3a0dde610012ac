"""Places as rows, for whatever refers to them and for reports; the program itself looks them up in memory."""

from typing import Any

from piccolo.columns import ForeignKey, OnDelete
from piccolo.table import Table

from backend.storage.columns import day, text, text_key, whole, yes_no


class WilayaRow(Table, tablename="wilaya"):
    """`mother` acts until `powers_from`."""

    code = text_key()
    name_ar = text()
    name_fr = text()
    name_kab = text(null=True)
    name_tifinagh = text(null=True)
    year_created = whole()
    mother: ForeignKey[Any] = ForeignKey(references="self", on_delete=OnDelete.restrict, null=True, default=None)
    powers_from = day(null=True)
    code_status = text()
    leave_bonus_days = whole()
    leave_bonus_basis = text()


class BodyRow(Table, tablename="body"):
    """`prefix` begins the body's receipt numbers."""

    code = text_key()
    prefix = text()
    short_ar = text()
    short_fr = text()
    name_ar = text()
    name_fr = text()


class AgencyRow(Table, tablename="agency"):
    """A body's office for one wilaya."""

    code = text_key()
    body = ForeignKey(references=BodyRow, on_delete=OnDelete.restrict, null=False)
    wilaya_code = ForeignKey(references=WilayaRow, on_delete=OnDelete.restrict, null=False)
    name_ar = text()
    name_fr = text()
    opens = day(null=True)
    verified = yes_no()
