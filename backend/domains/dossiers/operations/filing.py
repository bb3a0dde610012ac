"""Filing, and taking over what was filed without an account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.dossiers import queries
from backend.domains.dossiers.operations.lines import Line, event_row, write_lines
from backend.domains.dossiers.rules import BY_FILER, DOUBLE, Filing, Standing
from backend.domains.dossiers.tables import Dossier, DossierEvent
from backend.domains.receipts import operations as receipts
from backend.domains.receipts.ports import ReceiptSigner
from backend.domains.receipts.rules import DIGEST_BYTES, TokenFacts, receipt_number
from backend.kernel.days import ALGIERS
from backend.kernel.ids import uuid7
from backend.storage.counters import lock_position, next_position, next_serials
from backend.storage.database import tx
from backend.storage.jobs import enqueue_many
from backend.storage.keys import KeyFolder
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Filed:
    """A dossier as it was just filed, with the token of its receipt."""

    standing: Standing
    token: bytes


@tx
async def file_many(
    *, filings: Sequence[Filing], sealer: Sealer, keys: KeyFolder, signer: ReceiptSigner, on_paper: bool = True
) -> list[Filed]:
    """Files each of these, in order: dossier, first line of history, receipt, and the order to print it.

    A filing whose business key is known already (same person, same period) is filed with the flag `DOUBLE`.
    `on_paper`: their receipts are printed.
    """
    if not filings:
        return []
    position = await next_position(len(filings), keys) - len(filings)
    numbers = await _numbers(filings, keys)
    keyed = [sealer.blind(f.business_key, purpose=f.service) if f.business_key else None for f in filings]
    known = await queries.known_business_keys([key for key in keyed if key])
    filed, dossiers, events = [], [], []
    for filing, number, key in zip(filings, numbers, keyed, strict=True):
        position += 1
        flags = filing.flags
        if key is not None and key in known:
            flags = (*flags, DOUBLE)
        known |= {key} if key else set()
        standing = Standing(
            id=uuid7(),
            number=number,
            service=filing.service,
            service_version=filing.service_version,
            owner=filing.owner,
            person=filing.person,
            on_behalf=filing.on_behalf,
            wilaya_code=filing.wilaya_code,
            state=filing.state,
            revision=1,
            position=position,
            flags=flags,
            body=filing.body,
            agency=filing.agency,
            holder=None,
            held_until=None,
            answer_by=filing.clock.answer_by,
            due_on=filing.clock.due_on,
            paused_on=None,
            escalated=0,
            warned=0,
            escalate_on=filing.clock.escalate_on,
            closed_at=None,
            open_fields=None,
        )
        dossiers.append(_dossier_row(standing, filing, key))
        content = {
            "answers": filing.answers,
            "files": [asdict(file) for file in filing.files],
            "depositor": filing.depositor,
            "acting": asdict(filing.acting) if filing.acting else None,
        }
        events.append(event_row(Line(standing, "dossier.file", BY_FILER, content), filing.received_at, sealer))
        filed.append(Filed(standing, signer.token(_facts(filing, number))))
    await insert_many(Dossier, dossiers)
    await insert_many(DossierEvent, events)
    await receipts.issue(
        [
            receipts.Issue(each.standing.number, each.standing.id, filing.digest, each.token, filing.received_at)
            for each, filing in zip(filed, filings, strict=True)
        ]
    )
    if on_paper:
        await enqueue_many("receipt.pdf", [{"number": number} for number in numbers])
    return filed


@tx
async def take_over(
    *, envelopes: Collection[UUID], owner: UUID, person: UUID, at: datetime, keys: KeyFolder, sealer: Sealer
) -> list[UUID]:
    """What a device filed without an account becomes a person's; the envelopes of which that is true."""
    await lock_position()
    found = await queries.filed_without_account(envelopes, owner)
    lines = [
        Line(replace(standing, person=person, revision=standing.revision + 1), "dossier.take_over", BY_FILER)
        for _, standing in found
    ]
    await write_lines(lines, at=at, keys=keys, sealer=sealer)
    return [envelope for envelope, _ in found]


async def _numbers(filings: Sequence[Filing], keys: KeyFolder) -> list[str]:
    series = [(f.prefix, f.wilaya_code, f.received_at.astimezone(ALGIERS).year) for f in filings]
    wanted = Counter(one for one, filing in zip(series, filings, strict=True) if filing.number is None)
    serials = {
        one: iter(await next_serials("-".join(map(str, one)), count, keys)) for one, count in sorted(wanted.items())
    }
    return [f.number or receipt_number(*one, next(serials[one])) for one, f in zip(series, filings, strict=True)]


def _facts(filing: Filing, number: str) -> TokenFacts:
    return TokenFacts(number, filing.service, filing.digest[:DIGEST_BYTES], filing.filled_at, filing.received_at)


def _dossier_row(standing: Standing, filing: Filing, business_key: bytes | None) -> dict[str, Any]:
    offset = filing.filled_at.utcoffset()
    return {
        "id": standing.id,
        "wilaya_code": filing.wilaya_code,
        "number": standing.number,
        "body": filing.body,
        "agency": filing.agency,
        "service": filing.service,
        "service_version": filing.service_version,
        "lang": filing.lang,
        "state": standing.state,
        "revision": standing.revision,
        "position": standing.position,
        "envelope": filing.envelope_id,
        "owner": filing.owner,
        "person": filing.person,
        "on_behalf": filing.on_behalf,
        "digest": filing.digest,
        "business_key": business_key,
        "flags": " ".join(standing.flags),
        "filled_at": filing.filled_at,
        "filled_offset": int(offset.total_seconds() // 60) if offset else 0,
        "received_at": filing.received_at,
        "answer_by": standing.answer_by,
        "due_on": standing.due_on,
        "escalated": standing.escalated,
        "warned": standing.warned,
        "escalate_on": standing.escalate_on,
    }
