"""Reads of staff and their posts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from backend.domains.identity.rules import Post, Role, Staff
from backend.domains.identity.tables import Post as PostTable
from backend.storage.rows import rows_in
from backend.storage.sealing import Sealer


async def staff(person: UUID, roles: Mapping[str, Role], sealer: Sealer) -> Staff | None:
    """Who this person is as staff; nothing where they hold no post."""
    held = tuple(post for post in await _posts("holder", [person], sealer) if post.holds())
    return Staff(person, held, roles) if held else None


async def posts_held(people: Collection[UUID], sealer: Sealer) -> list[Post]:
    """Every post that these people hold or held."""
    return await _posts("holder", people, sealer)


async def serves(person: UUID) -> bool:
    """Whether this person holds a post."""
    held = (PostTable.holder == person) & PostTable.ended_at.is_null()
    return bool(await PostTable.exists().where(held))


async def posts_of_bodies(bodies: Collection[str], sealer: Sealer) -> list[Post]:
    """Every post of these bodies that has not ended, the latest first."""
    return [post for post in await _posts("body", bodies, sealer) if post.ended_at is None]


async def posts_by_id(ids: Collection[UUID], sealer: Sealer) -> list[Post]:
    """Posts, ended or not."""
    return await _posts("id", ids, sealer)


async def _posts(column: str, values: Collection[Any], sealer: Sealer) -> list[Post]:
    rows = await rows_in(PostTable, column, values, columns=Post.__slots__)
    return sorted((_post(row, sealer) for row in rows), key=lambda post: post.given_at, reverse=True)


def _post(row: dict[str, Any], sealer: Sealer) -> Post:
    called = sealer.open(bytes(row["called"]), table="post", column="called", row=str(row["id"])).decode()
    return Post(**row | {"called": called})
