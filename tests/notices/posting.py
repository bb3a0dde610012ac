"""The worker's part of telling: what follows the order of commits, and what is due to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from litestar.testing import AsyncTestClient

from backend.domains.notices.operations import CODE, SEND
from backend.domains.notices.ports import Carrier
from backend.domains.notices.rules import Channel
from backend.domains.sync.operations.telling import tell_news
from backend.posting import Post
from backend.program import Program, facts
from backend.settings import Settings
from backend.storage import jobs
from tests.front import PUBLIC_URL
from tests.identity.test_devices import now

SOME_DAYS = timedelta(days=3)


def works(counter: AsyncTestClient[Any], by: Mapping[Channel, Carrier], *, later: bool = False) -> int:
    """Tells what happened and sends what is due, until nothing is; how much was sent or tried. `later`: days after."""
    centre = counter.app.state.centre
    settings = Settings.from_environment({"SHUBBAK_PUBLIC_URL": PUBLIC_URL})
    post = Post(Program(settings, facts()[3], centre), by)
    handlers = {SEND: post.send, CODE: post.send_code}

    async def go_on() -> int:
        while await tell_news(centre, now()):
            pass
        done = 0
        at = now() + (SOME_DAYS if later else timedelta())
        while claimed := await jobs.claim(list(handlers), 50, 120, at):
            for job in claimed:
                await handlers[job.kind](job)
            done += len(claimed)
        return done

    return int(counter.blocking_portal.call(go_on))
