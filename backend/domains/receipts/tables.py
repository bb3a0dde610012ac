"""How receipts are kept. Nothing here says what was filed; the document itself lies sealed in the blob store."""

from piccolo.columns import ForeignKey, OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from backend.storage.columns import key, moment, sealed, text, text_key, uuid, whole


class ReceiptTable(Table, tablename="receipt"):
    """One receipt. `pdf` names its sealed document, made once; the last three columns are dated facts about it."""

    number = text_key()
    wilaya_code = text()
    dossier = uuid()
    digest = sealed()
    token = sealed()
    issued_at = moment()
    pdf = text(null=True)
    pdf_sha256 = sealed(null=True)
    pdf_made_at = moment(null=True)
    withdrawn_at = moment(null=True)
    corrected_at = moment(null=True)
    replaced_by: ForeignKey["ReceiptTable"] = ForeignKey(
        LazyTableReference("ReceiptTable", module_path=__name__), on_delete=OnDelete.restrict, null=True, default=None
    )


class LetterTable(Table, tablename="letter"):
    """One letter that tells a decision. `pdf` names its sealed document, made once."""

    id = key()
    number = ForeignKey(references=ReceiptTable, on_delete=OnDelete.restrict, null=False)
    revision = whole()
    digest = sealed()
    token = sealed()
    issued_at = moment()
    pdf = text(null=True)
    pdf_sha256 = sealed(null=True)
    pdf_made_at = moment(null=True)
