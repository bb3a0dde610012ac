"""The acts on receipts: issue, keep the document, open with the secret, and what may become of one later."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from backend.domains.receipts import queries
from backend.domains.receipts.rules import Receipt, number_from, same_secret, tracking_secret
from backend.domains.receipts.tables import LetterTable, ReceiptTable
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage import tries
from backend.storage.database import fetch, tx
from backend.storage.rows import insert_many

TRIES_AN_HOUR = 5
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Issue:
    """A receipt to be issued: the number and token of a dossier just filed."""

    number: str
    dossier_id: UUID
    digest: bytes
    token: bytes
    issued_at: datetime


@tx
async def issue(issues: Sequence[Issue]) -> None:
    """Issues these receipts inside the transaction that files their dossiers. A number is issued once."""
    await insert_many(
        ReceiptTable,
        [
            {
                "number": each.number,
                "wilaya_code": each.number.split("-")[1],
                "dossier": each.dossier_id,
                "digest": each.digest,
                "token": each.token,
                "issued_at": each.issued_at,
            }
            for each in issues
        ],
    )


@tx
async def issue_letter(*, number: str, revision: int, digest: bytes, token: bytes, issued_at: datetime) -> UUID:
    """Issues the letter of a decision inside the transaction that decides. A decision has one."""
    id_ = uuid7()
    row = {
        "id": id_,
        "number": number,
        "revision": revision,
        "digest": digest,
        "token": token,
        "issued_at": issued_at,
    }
    await insert_many(LetterTable, [row])
    return id_


@tx
async def keep_pdf(*, number: str, blob: str, sha256: bytes, made_at: datetime) -> bool:
    """Keeps the document of a receipt for ever. False when one is kept already: then `blob` is not needed."""
    return await _kept("receipt", "number", number, blob, sha256, made_at)


@tx
async def keep_letter(*, id_: UUID, blob: str, sha256: bytes, made_at: datetime) -> bool:
    """The same of a letter."""
    return await _kept("letter", "id", id_, blob, sha256, made_at)


async def _kept(table: str, key: str, value: str | UUID, blob: str, sha256: bytes, made_at: datetime) -> bool:
    kept = await fetch(
        f"UPDATE {table} SET pdf = $2, pdf_sha256 = $3, pdf_made_at = $4"  # noqa: S608
        f" WHERE {key} = $1 AND pdf IS NULL RETURNING {key}",
        value,
        blob,
        sha256,
        made_at,
    )
    return bool(kept)


async def open_receipt(*, number: str, secret: str, tracking_keys: Iterable[bytes], now: datetime) -> Receipt:
    """The receipt that this number and secret open, both as typed.

    Refuses `receipt.not_opened`, the same for an unknown number and a wrong secret, and `receipt.too_many_tries` after
    five wrong ones for a number within the hour. The right secret counts no try.
    """
    wanted = number_from(number)
    if wanted is None:
        raise Refusal("receipt.not_opened")
    keys = list(tracking_keys)
    return await within_tries(wanted, lambda: _opened(wanted, secret, keys), now=now)


async def within_tries(what: str, look: Callable[[], Awaitable[Found | None]], *, now: datetime) -> Found:
    """What `look` finds; nothing found counts as a wrong try at `what`.

    Refuses `receipt.not_opened`, and `receipt.too_many_tries` after five wrong ones within the hour.
    """
    left, found = await tries.within_tries({what: TRIES_AN_HOUR}, look, now=now)
    if not left:
        raise Refusal("receipt.too_many_tries", minutes=60 - now.minute)
    if found is None:
        raise Refusal("receipt.not_opened")
    return found


async def _opened(number: str, secret: str, tracking_keys: list[bytes]) -> Receipt | None:
    found = await queries.receipt(number)
    digest = b"" if found is None else found.digest
    right = [same_secret(tracking_secret(each, number, digest), secret) for each in tracking_keys]
    return found if any(right) else None


@tx
async def withdraw(*, number: str, at: datetime) -> None:
    """The dossier was withdrawn: whoever verifies the receipt online is told."""
    await ReceiptTable.update({ReceiptTable.withdrawn_at: at}).where(
        (ReceiptTable.number == number) & ReceiptTable.withdrawn_at.is_null()
    )


@tx
async def correct(*, number: str, at: datetime) -> None:
    """The dossier was corrected after the receipt: whoever verifies it online is told."""
    await ReceiptTable.update({ReceiptTable.corrected_at: at}).where(ReceiptTable.number == number)


@tx
async def replace(*, number: str, by: str) -> None:
    """Another receipt took this one's place."""
    await ReceiptTable.update({ReceiptTable.replaced_by: by}).where(ReceiptTable.number == number)
