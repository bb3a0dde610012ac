"""What every page of staff begins with: who serves, where, and how the page answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from litestar.di import NamedDependency

from backend.domains.dossiers import queries
from backend.domains.dossiers.operations import Serving
from backend.domains.dossiers.queries import Row, Wanted
from backend.domains.dossiers.rules import Standing, place_of
from backend.domains.identity.queries import name_of
from backend.domains.identity.rules import Scope, Staff
from backend.domains.places.rules import Places
from backend.domains.receipts.rules import number_from
from backend.domains.sync.operations.serving import serving
from backend.domains.sync.ports import Centre
from backend.kernel.days import day_in_algiers
from backend.kernel.refusal import Refusal
from backend.web.account.page import OwnPage
from backend.web.guards import now


@dataclass(frozen=True, slots=True)
class DeskPage(OwnPage):
    """A page for whoever serves, as far as their posts reach today."""

    staff: Staff
    places: Places

    @property
    def today(self) -> date:
        return day_in_algiers(now())

    def reaches(self, right: str, scope: Scope) -> bool:
        """Whether this person has the right there."""
        return self.staff.reaches(right, scope, self.places, self.today)

    def may(self, right: str, scope: Scope) -> None:
        """Refuses `staff.forbidden` where they have not."""
        if not self.reaches(right, scope):
            raise Refusal("staff.forbidden")

    async def serving(self, centre: Centre, body: str | None = None) -> Serving:
        """This person, acting on dossiers now; in a body, in the role they have there."""
        person, posts = self.staff.person, self.staff.posts
        role = next((post.role for post in posts if post.body == body), posts[0].role)
        name = await name_of(person, centre.sealer)
        return serving(centre, person, now(), name=name, role=role)

    async def dossier(self, number: str, right: str) -> Standing:
        """A dossier where this person has the right. Another's is as unknown as none: `dossier.unknown`."""
        plain = number_from(number)
        standing = await queries.standing(plain) if plain else None
        if standing is None or not self.reaches(right, place_of(standing)):
            raise Refusal("dossier.unknown")
        return standing

    async def within(self, right: str, numbers: Collection[str]) -> list[Row]:
        """Of these, the dossiers that lie where this person has the right."""
        rows = [row for body in self.bodies(right) for row in await queries.reached(self.wanted(right, body), numbers)]
        return [row for row in rows if self.reaches(right, place_of(row.standing))]

    def wanted(self, right: str, body: str) -> Wanted:
        """Which dossiers of a body lie where they have the right."""
        scopes = [scope for scope in self.staff.scopes(right) if scope.body == body]
        if any(scope.wilaya_code is None for scope in scopes):
            return Wanted(body)
        whole = [scope for scope in scopes if scope.agency is None]
        codes = [wilaya.code for wilaya in self.places.wilayas()]
        wilayas = [
            code for code in codes if any(own.covers(Scope(body, code), self.places, self.today) for own in whole)
        ]
        return Wanted(body, tuple(wilayas), tuple(scope.agency for scope in scopes if scope.agency))

    def bodies(self, right: str) -> list[str]:
        """The bodies in which they have the right somewhere."""
        return sorted({scope.body for scope in self.staff.scopes(right)})

    def wilayas(self, right: str, body: str) -> list[str]:
        """The wilayas of a body where they have the right."""
        return self.staff.wilayas(right, body, self.places, self.today)


async def desk_page(
    own: NamedDependency[OwnPage], staff: NamedDependency[Staff], places: NamedDependency[Places]
) -> DeskPage:
    """For `dependencies`: refuses `session.required` and `staff.forbidden`."""
    return DeskPage(own.lang, own.session, own.templates, own.sealer, staff, places)
