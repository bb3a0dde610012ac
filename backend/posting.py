"""Background work on notices: each message put into words and handed to what carries it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from backend.domains.notices import operations, queries
from backend.domains.notices.ports import Carrier, NotSent
from backend.domains.notices.rules import Channel, Contact, Delivery, Message, Notice, next_try, not_before
from backend.kernel.codes import shown
from backend.program import Program
from backend.storage import jobs
from backend.storage.database import tx
from backend.storage.jobs import Job


class Post:
    """Sends what was told, and the codes by which people prove an address."""

    def __init__(self, program: Program, by: Mapping[Channel, Carrier]) -> None:
        self._program, self._by = program, by

    async def send(self, job: Job) -> None:
        """One notice to one address; sent once, or tried again later, or shown as failed."""
        found = await queries.delivery(UUID(job.payload["delivery"]), self._program.centre.sealer)
        if found is None or found[0].state != "waiting":
            await jobs.finish(job)
            return
        delivery, notice, contact = found
        now = datetime.now(UTC)
        if contact is None:
            await _failed(job, delivery, NotSent("contact.ended"), None)
            return
        if (morning := not_before(contact, now)) > now:  # it came late to its turn, and the night is quiet
            await jobs.fail(job, "quiet", morning)
            return
        try:
            await self._carry(contact, self._message(delivery.id, notice, contact))
        except NotSent as no:
            retry_at = None if no.for_good else next_try(delivery.attempts + 1, now)
            gone = no.for_good and contact.channel is Channel.PUSH
            await _failed(job, delivery, no, not_before(contact, retry_at) if retry_at else None, gone=gone)
            return
        await _sent(job, delivery)

    async def send_code(self, job: Job) -> None:
        """The code by which somebody proves that an address is theirs to read."""
        id_ = UUID(job.payload["contact"])
        sealer, now = self._program.centre.sealer, datetime.now(UTC)
        contact = await queries.contact(id_, sealer)
        if contact is not None and contact.verified_at is None:
            code = await operations.code_for(contact=id_, sealer=sealer, now=now)
            words = self._program.words.of(contact.lang)
            text = words("notice.code", code=shown(code))
            try:
                await self._carry(contact, Message(job.id, contact.lang, words("notice.code.subject"), text, ""))
            except NotSent as no:
                again = None if no.for_good else next_try(job.attempts, now)
                if again is not None:
                    await jobs.fail(job, no.code, again)
                    return
        await jobs.finish(job)

    def _message(self, id_: UUID, notice: Notice, contact: Contact) -> Message:
        """Nothing of what was filed or decided: that there is news, and where."""
        words, url = self._program.words.of(contact.lang), self._program.settings.public_url
        if notice.number is None:
            return Message(
                id_,
                contact.lang,
                words("notice.account.subject"),
                words(f"notice.{notice.kind}"),
                f"{url}/{contact.lang}/account",
            )
        said = words("notice.dossier", number=notice.number)
        to = f"desk/dossiers/{notice.number}" if notice.for_staff else "requests"
        return Message(id_, contact.lang, words("notice.dossier.subject"), said, f"{url}/{contact.lang}/{to}")

    async def _carry(self, contact: Contact, message: Message) -> None:
        carrier = self._by.get(contact.channel)
        if carrier is None:
            raise NotSent("channel.closed")
        await carrier.send(contact.address, message)


@tx
async def _sent(job: Job, delivery: Delivery) -> None:
    await operations.delivered(delivery=delivery, now=datetime.now(UTC))
    await jobs.finish(job)


@tx
async def _failed(job: Job, delivery: Delivery, no: NotSent, retry_at: datetime | None, *, gone: bool = False) -> None:
    """`gone`: nobody can read there any more. What a person typed stays, shown as failing, for them to mend."""
    await operations.not_delivered(
        delivery=delivery, error=no.code, given_up=retry_at is None, gone=gone, now=datetime.now(UTC)
    )
    if retry_at is None:
        await jobs.finish(job)
    else:
        await jobs.fail(job, no.code, retry_at)
