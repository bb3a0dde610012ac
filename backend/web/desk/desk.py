"""`/{lang}/desk`: what whoever serves may do here."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency

from backend.domains.identity import queries
from backend.domains.identity.rules import Staff
from backend.domains.places.rules import Places
from backend.web.account.page import OwnPage
from backend.web.guards import ANY

SCREENS = (
    ("quarantine.read", "/desk/quarantine"),
    ("employer.confirm", "/desk/employers"),
    ("civil.confirm", "/desk/people"),
    ("recovery.begin", "/desk/recovery"),
    ("recovery.confirm", "/desk/recovery"),
    ("glass.break", "/desk/glass"),
    ("staff.read", "/staff"),
)
"""Each screen, under the right that opens it."""


@get("/{lang:str}/desk", name="desk", opt={"right": ANY})
async def desk(
    own: NamedDependency[OwnPage], staff: NamedDependency[Staff], places: NamedDependency[Places]
) -> Response[str]:
    """The posts of whoever serves, and the screens that they open."""
    rights = staff.rights()
    return own.say(
        "desk/desk.html",
        path="/desk",
        name=await queries.name_of(own.session.person, own.sealer),
        posts=staff.posts,
        places=places,
        screens=list(dict.fromkeys(screen for right, screen in SCREENS if right in rights)),
    )


routes = (desk,)
