"""Staff join by a code, move by another post, and leave at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from backend.domains.identity import queries
from backend.domains.identity.operations.codes import issue_code, subject_of, use_code, withdraw_code
from backend.domains.identity.operations.recoveries import close_recoveries
from backend.domains.identity.operations.sessions import end_sessions_of_person, shorten_sessions_of
from backend.domains.identity.rules import Scope, name_of_person, others_administer
from backend.domains.identity.tables import Post
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.storage.database import tx
from backend.storage.rows import insert_many
from backend.storage.sealing import Sealer

PURPOSE = "post"
CODE_LIFE = timedelta(days=3)


@tx
async def give_post(*, role: str, scope: Scope, called: str, by: UUID | None, sealer: Sealer, now: datetime) -> str:
    """A post for whoever uses the code that comes back. `by`: nobody, from the command line. Refuses `person.name`."""
    post = uuid7()
    name = sealer.seal(name_of_person(called).encode(), table="post", column="called", row=str(post))
    row = {
        "id": post,
        "role": role,
        "body": scope.body,
        "wilaya_code": scope.wilaya_code,
        "agency": scope.agency,
        "called": name,
        "given_by": by,
        "given_at": now,
    }
    await insert_many(Post, [row])
    return await issue_code(purpose=PURPOSE, subject=post, life=CODE_LIFE, sealer=sealer, now=now)


async def take_up_post(*, code: str, by: UUID, sealer: Sealer, now: datetime) -> None:
    """Whoever was given the code serves from now on. Refuses `code.wrong`, `code.too_many`, `post.own`."""
    post = await subject_of(purpose=PURPOSE, typed=code, by=str(by), sealer=sealer, now=now)
    await _take_up(post, code, by, sealer, now)


@tx
async def _take_up(post: UUID, code: str, by: UUID, sealer: Sealer, now: datetime) -> None:
    if await Post.exists().where((Post.id == post) & (Post.given_by == by)):
        raise Refusal("post.own")  # nobody gives themselves a post
    await use_code(purpose=PURPOSE, typed=code, sealer=sealer, now=now)
    taken = (
        await Post.update({Post.holder: by, Post.accepted_at: now})
        .where((Post.id == post) & Post.holder.is_null() & Post.ended_at.is_null())
        .returning(Post.id)
    )
    if not taken:
        raise Refusal("code.wrong")
    await close_recoveries(by, now)  # a counter opens no account of staff, not by a code of yesterday either
    await shorten_sessions_of(by)


@tx
async def end_post(*, post: UUID, by: UUID, sealer: Sealer, now: datetime) -> UUID | None:
    """Ends a post at once, with every session of whoever held it; who that was. May `by`? The caller has looked.

    Refuses `staff.no_post`, `staff.last_administrator`.
    """
    found = await queries.posts_by_id([post], sealer)
    if not found or found[0].ended_at is not None:
        raise Refusal("staff.no_post")
    # Two who end each other's post at once must not both be the last.
    administrators = (Post.body == found[0].body) & (Post.role == "administrator")
    await Post.update({Post.role: "administrator"}).where(administrators)
    others_administer([post], await queries.posts_of_bodies([found[0].body], sealer))
    await Post.update({Post.ended_at: now, Post.ended_by: by}).where((Post.id == post) & Post.ended_at.is_null())
    await withdraw_code(purpose=PURPOSE, subject=post)
    holder = found[0].holder
    if holder is not None:
        await end_sessions_of_person(holder, now)
    return holder
