"""Who serves: posts, the role of each, and how far it reaches. Two bodies are two tenants."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from backend.domains.places.rules import Places
from backend.kernel.refusal import Refusal

ASSIST = "filing.assist"
"""The right to fill in for whoever stands at the counter."""


@dataclass(frozen=True, slots=True)
class Role:
    """`rights`: what it lets people do. `places`: whether a post may be narrowed to a wilaya or an agency.

    `over`: the role that is told what nobody in this one is there to be told.
    """

    code: str
    rights: frozenset[str]
    places: bool
    over: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a post reaches: one body, and in it everything, a wilaya or an agency."""

    body: str
    wilaya_code: str | None = None
    agency: str | None = None

    def covers(self, other: Scope, places: Places, today: date) -> bool:
        """Whether what lies in `other` is within reach. What belongs to no wilaya is for posts of the whole body.

        A new wilaya is its mother's until the day of its powers (loi of 2025, annexed list).
        """
        if self.body != other.body:
            return False
        if self.wilaya_code is None:
            return True
        if other.wilaya_code is None or not self._serves(other.wilaya_code, places, today):
            return False
        return self.agency is None or self.agency == other.agency

    def _serves(self, wilaya_code: str, places: Places, today: date) -> bool:
        try:
            return self.wilaya_code in (wilaya_code, places.serving(wilaya_code, today).code)
        except Refusal:  # no wilaya at all
            return False


@dataclass(frozen=True, slots=True)
class Post:
    """A role that somebody has somewhere. `called`: whom the administrator meant; nobody holds it until then."""

    id: UUID
    holder: UUID | None
    role: str
    body: str
    wilaya_code: str | None
    agency: str | None
    called: str
    given_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None

    @property
    def scope(self) -> Scope:
        return Scope(self.body, self.wilaya_code, self.agency)

    def held_at(self, at: datetime) -> bool:
        """Whether somebody served in it at a moment."""
        begun = self.accepted_at is not None and self.accepted_at <= at
        return begun and (self.ended_at is None or self.ended_at > at)

    def holds(self) -> bool:
        """Whether somebody serves in it now."""
        return self.accepted_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who serves, with every post they hold."""

    person: UUID
    posts: tuple[Post, ...]
    roles: Mapping[str, Role]

    def scopes(self, right: str) -> tuple[Scope, ...]:
        """Where they have this right."""
        return tuple(post.scope for post in self.posts if right in self.roles[post.role].rights)

    def rights(self) -> frozenset[str]:
        """Everything they may do somewhere."""
        return frozenset().union(*(self.roles[post.role].rights for post in self.posts))

    def wilayas(self, right: str, body: str, places: Places, today: date) -> list[str]:
        """The wilayas of a body where they have this right, be it in one agency only."""
        whole = [replace(own, agency=None) for own in self.scopes(right)]
        codes = [wilaya.code for wilaya in places.wilayas()]
        return [code for code in codes if any(own.covers(Scope(body, code), places, today) for own in whole)]

    def reaches(self, right: str, scope: Scope, places: Places, today: date) -> bool:
        """Whether they have this right over what lies in a scope."""
        return any(own.covers(scope, places, today) for own in self.scopes(right))


def scope_of_post(
    role: str, wilaya_code: str, agency: str, body: str, roles: Mapping[str, Role], places: Places
) -> Scope:
    """The reach of a post to be given. Refuses `staff.role`, `staff.place`: no such place, or none is to be named."""
    if role not in roles:
        raise Refusal("staff.role")
    if not roles[role].places and (wilaya_code or agency):
        raise Refusal("staff.place")
    if wilaya_code and wilaya_code not in {each.code for each in places.wilayas()}:
        raise Refusal("staff.place")
    if agency:
        known = [each for each in places.all_agencies() if each.code == agency and each.body == body]
        if not known or known[0].wilaya != wilaya_code:
            raise Refusal("staff.place")
    return Scope(places.body(body).code, wilaya_code or None, agency or None)


def others_administer(ending: Collection[UUID], posts: Collection[Post]) -> None:
    """Refuses `staff.last_administrator`: a body for which nobody administers could not be helped by itself."""
    bodies = {post.body for post in posts if post.id in ending and post.role == "administrator" and post.holds()}
    for body in bodies:
        left = [post for post in posts if post.body == body and post.role == "administrator" and post.holds()]
        if all(post.id in ending for post in left):
            raise Refusal("staff.last_administrator")
