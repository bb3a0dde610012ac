"""Reads of staff and their posts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.domains.identity.queries.mandates import parties
from backend.domains.identity.rules import Post, Role, Scope, Staff
from backend.domains.identity.tables import Post as PostTable
from backend.domains.places.rules import Places
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


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who serves, and what they are called."""

    id: UUID
    name: str


async def serving(
    right: str, place: Scope, roles: Mapping[str, Role], places: Places, today: date, sealer: Sealer
) -> list[Colleague]:
    """Those who have a right over a place, by name."""
    posts = [post for post in await posts_of_bodies([place.body], sealer) if post.holds()]
    holders = {
        post.holder
        for post in posts
        if post.holder and right in roles[post.role].rights and post.scope.covers(place, places, today)
    }
    named = await parties(holders, sealer)
    return sorted((Colleague(each, named[each].name) for each in holders), key=lambda each: each.name)


async def _posts(column: str, values: Collection[Any], sealer: Sealer) -> list[Post]:
    rows = await rows_in(PostTable, column, values, columns=Post.__slots__)
    return sorted((_post(row, sealer) for row in rows), key=lambda post: post.given_at, reverse=True)


def _post(row: dict[str, Any], sealer: Sealer) -> Post:
    called = sealer.open(bytes(row["called"]), table="post", column="called", row=str(row["id"])).decode()
    return Post(**row | {"called": called})
