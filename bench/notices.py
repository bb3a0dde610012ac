"""Ten thousand notices by a gateway of which every third call fails, before or after it took the message."""

from __future__ import annotations

import asyncio
import time
from collections import Counter as Count
from datetime import UTC, datetime, timedelta
from uuid import UUID

from backend.adapters.sms import Sms
from backend.domains.notices.operations import SEND, News, add_contact, tell
from backend.domains.notices.rules import MOST_TRIES, Channel
from backend.posting import Post
from backend.program import Program, put_together, running
from backend.settings import Settings
from backend.storage import jobs
from backend.storage.database import execute, fetch, tx
from bench.figures import Figure
from tests.counter import Counter
from tests.identity.test_races import people
from tests.notices.gateways import Gateway

NOTICES, PEOPLE, AT_ONCE, LEASE = 10_000, 500, 10, 120
TEMPLATE = '{"to": "{to}", "text": "{text}", "id": "{id}"}'
LATER = timedelta(days=2)
"""Beyond every pause between two tries: what failed is due again at once."""


def figures(counter: Counter) -> list[Figure]:
    """The worker's own work, in this process, on the server's database; the server itself is not running."""
    return asyncio.run(_sent(counter))


async def _sent(counter: Counter) -> list[Figure]:
    with Gateway(fails=True) as gateway:
        async with running(put_together(Settings.from_environment(counter._environment))) as program:
            await _told(program)
            post = Post(program, {Channel.SMS: Sms(gateway.url, TEMPLATE, "")})
            began = time.perf_counter()
            for _ in range(MOST_TRIES):
                await _go_on(post)
            seconds = time.perf_counter() - began
            rows = await fetch("SELECT id, state FROM delivery")
    states = Count(row["state"] for row in rows)
    sent = {str(row["id"]) for row in rows if row["state"] == "sent"}
    beside = f"{gateway.calls} calls in {seconds:.0f} s, {states['failed']} visibly failed after {MOST_TRIES} tries"
    return [
        Figure("notices delivered or visibly failed", states["sent"] + states["failed"], "", f">= {NOTICES}", beside),
        Figure("said to be sent and never taken", len(sent - set(gateway.taken)), "", "<= 0"),
        Figure("taken under two ids", len(set(gateway.taken) - {str(row["id"]) for row in rows}), "", "<= 0"),
        Figure("calls of the gateway", round(gateway.calls / seconds), "/s", "", "one at a time, each with its commit"),
    ]


async def _told(program: Program) -> None:
    sealer, now = program.centre.sealer, datetime.now(UTC)
    for number, person in enumerate(await people(sealer, PEOPLE)):
        await add_contact(
            person=person,
            channel=Channel.SMS,
            typed=f"0661{number:06}",
            lang="fr",
            quiet=False,
            push_hosts=(),
            sealer=sealer,
            now=now,
        )
        await _proved(person, now)
        each = range(NOTICES // PEOPLE)
        news = [News(person, "dossier.message", f"{person}/{at}", f"CB-01-{at}", "filed") for at in each]
        await tell(news, sealer=sealer, now=now)


@tx
async def _proved(person: UUID, now: datetime) -> None:
    await execute("UPDATE contact SET verified_at = $1 WHERE person = $2", now, person)


async def _go_on(post: Post) -> None:
    while claimed := await jobs.claim([SEND], AT_ONCE, LEASE, datetime.now(UTC) + LATER):
        for job in claimed:
            await post.send(job)
