"""The acts on dossiers. One act, one transaction, one line of history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domains.dossiers import queries
from backend.domains.dossiers.rules import FILED, Filing, Standing
from backend.domains.dossiers.tables import Dossier, DossierEvent
from backend.domains.receipts import operations as receipts
from backend.domains.receipts.ports import ReceiptSigner
from backend.domains.receipts.rules import DIGEST_BYTES, TokenFacts, receipt_number
from backend.kernel.canonical import written
from backend.kernel.days import ALGIERS
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.counters import lock_position, next_position, next_serials
from backend.storage.database import tx
from backend.storage.jobs import enqueue_many
from backend.storage.keys import KeyFolder
from backend.storage.rows import insert_many, update_many
from backend.storage.sealing import Sealer

BY_FILER = "filer"


@dataclass(frozen=True, slots=True)
class Filed:
    """A dossier as it was just filed, with the token of its receipt."""

    standing: Standing
    token: bytes


@tx
async def file_many(
    *, filings: Sequence[Filing], sealer: Sealer, keys: KeyFolder, signer: ReceiptSigner
) -> list[Filed]:
    """Files each of these, in order: dossier, first line of history, receipt, and the order to print it.

    A filing whose business key is known already (same person, same period) is filed with the flag `possible_double`.
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
            flags = (*flags, "possible_double")
        known |= {key} if key else set()
        standing = Standing(
            uuid7(),
            number,
            filing.service,
            filing.service_version,
            filing.owner,
            filing.person,
            filing.on_behalf,
            filing.wilaya_code,
            FILED,
            1,
            position,
            flags,
        )
        dossiers.append(_dossier_row(standing, filing, key))
        content = {
            "answers": filing.answers,
            "files": [asdict(file) for file in filing.files],
            "depositor": filing.depositor,
            "acting": asdict(filing.acting) if filing.acting else None,
        }
        events.append(_event_row(standing, "dossier.file", BY_FILER, filing.received_at, content, sealer))
        filed.append(Filed(standing, signer.token(_facts(filing, number))))
    await insert_many(Dossier, dossiers)
    await insert_many(DossierEvent, events)
    await receipts.issue(
        [
            receipts.Issue(each.standing.number, each.standing.id, filing.digest, each.token, filing.received_at)
            for each, filing in zip(filed, filings, strict=True)
        ]
    )
    await enqueue_many("receipt.pdf", [{"number": number} for number in numbers])
    return filed


@tx
async def act(
    *,
    number: str,
    verb: str,
    to: str,
    base_revision: int,
    actor: str,
    at: datetime,
    content: dict[str, Any] | None,
    sealer: Sealer,
) -> Standing:
    """One act moves a dossier on. Refuses `dossier.changed` when it was decided on an older revision."""
    position = await next_position(1)
    before = await queries.standing(number)
    if before is None:
        raise Refusal("dossier.unknown")
    if before.revision != base_revision:
        raise Refusal("dossier.changed", current=before.public)
    after = replace(before, state=to, revision=before.revision + 1, position=position)
    await Dossier.update(
        {Dossier.state: after.state, Dossier.revision: after.revision, Dossier.position: position}
    ).where((Dossier.id == before.id) & (Dossier.revision == before.revision))
    await insert_many(DossierEvent, [_event_row(after, verb, actor, at, content, sealer)])
    if verb == "dossier.withdraw":
        await receipts.withdraw(number=number, at=at)
    elif verb == "dossier.correct":
        await receipts.correct(number=number, at=at)
    return after


@tx
async def take_over(
    *, envelopes: Collection[UUID], owner: UUID, person: UUID, at: datetime, keys: KeyFolder, sealer: Sealer
) -> list[UUID]:
    """What a device filed without an account becomes a person's; the envelopes of which that is true."""
    position = await lock_position()
    found = await queries.filed_without_account(envelopes, owner)
    await next_position(len(found), keys)
    taken = [
        replace(standing, person=person, revision=standing.revision + 1, position=position + place)
        for place, (_, standing) in enumerate(found, 1)
    ]
    changed = ("id", "person", "revision", "position")
    await update_many(Dossier, [{name: getattr(each, name) for name in changed} for each in taken], by=("id",))
    await insert_many(
        DossierEvent, [_event_row(each, "dossier.take_over", BY_FILER, at, None, sealer) for each in taken]
    )
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
    }


def _event_row(
    standing: Standing, verb: str, actor: str, at: datetime, content: dict[str, Any] | None, sealer: Sealer
) -> dict[str, Any]:
    event = uuid7()
    said = (
        None
        if content is None
        else sealer.seal(written(content), table="dossier_event", column="content", row=str(event))
    )
    return {
        "id": event,
        "dossier": standing.id,
        "wilaya_code": standing.wilaya_code,
        "owner": standing.owner,
        "person": standing.person,
        "on_behalf": standing.on_behalf,
        "position": standing.position,
        "revision": standing.revision,
        "verb": verb,
        "state": standing.state,
        "actor": actor,
        "at": at,
        "content": said,
    }
