"""Looking places up."""

from collections.abc import Iterable
from datetime import date

from backend.domains.places.rules.facts import Agency, Body, Wilaya
from backend.kernel.refusal import Refusal


class Places:
    """All places, by code. `today` is the day in Algeria."""

    def __init__(self, wilayas: Iterable[Wilaya], bodies: Iterable[Body], agencies: Iterable[Agency]) -> None:
        self._wilayas = {wilaya.code: wilaya for wilaya in wilayas}
        self._bodies = {body.code: body for body in bodies}
        self._agencies = {agency.code: agency for agency in agencies}
        self._serving: dict[tuple[str, str], list[Agency]] = {}
        for agency in self._agencies.values():
            self._serving.setdefault((agency.body, agency.wilaya), []).append(agency)

    def wilayas(self) -> tuple[Wilaya, ...]:
        """Every wilaya in the order of its code, with or without powers yet: people live in all of them."""
        return tuple(self._wilayas.values())

    def bodies(self) -> tuple[Body, ...]:
        return tuple(self._bodies.values())

    def all_agencies(self) -> tuple[Agency, ...]:
        """Every agency, also those that open later."""
        return tuple(self._agencies.values())

    def agencies(self, body: str, today: date) -> tuple[Agency, ...]:
        """The open agencies of a body, in the order of their wilaya."""
        known = self.body(body).code
        return tuple(one for one in self._agencies.values() if one.body == known and one.is_open(today))

    def wilaya(self, code: str) -> Wilaya:
        """Refuses `places.unknown_wilaya`."""
        if code not in self._wilayas:
            raise Refusal("places.unknown_wilaya", wilaya=code)
        return self._wilayas[code]

    def body(self, code: str) -> Body:
        """Refuses `places.unknown_body`."""
        if code not in self._bodies:
            raise Refusal("places.unknown_body", body=code)
        return self._bodies[code]

    def serving(self, code: str, today: date) -> Wilaya:
        """The wilaya that acts for `code`: itself, or its mother until it has its powers."""
        wilaya = self.wilaya(code)
        if wilaya.mother is None or wilaya.has_powers(today):
            return wilaya
        return self.serving(wilaya.mother, today)

    def agency(self, body: str, wilaya: str, today: date) -> Agency:
        """The agency of `body` for whoever lives in `wilaya`; refuses `places.no_agency`."""
        known, serving = self.body(body), self.serving(wilaya, today)
        for agency in self._serving.get((known.code, serving.code), ()):
            if agency.is_open(today):
                return agency
        raise Refusal("places.no_agency", body=body, wilaya=wilaya)

    def agency_of_code(self, code: str) -> Agency:
        """Refuses `places.unknown_agency`."""
        if code not in self._agencies:
            raise Refusal("places.unknown_agency", agency=code)
        return self._agencies[code]
