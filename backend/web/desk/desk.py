"""`/{lang}/desk`: what whoever serves may do here."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency

from backend.domains.identity import queries
from backend.web.desk.page import DeskPage
from backend.web.guards import ANY

SCREENS = (
    ("dossier.read", "/desk/dossiers"),
    ("list.export", "/desk/exports"),
    ("quarantine.read", "/desk/quarantine"),
    ("employer.confirm", "/desk/employers"),
    ("civil.confirm", "/desk/people"),
    ("recovery.begin", "/desk/recovery"),
    ("recovery.confirm", "/desk/recovery"),
    ("glass.break", "/desk/glass"),
    ("staff.read", "/staff"),
    (ANY, "/desk/holidays"),
)
"""Each screen, under the right that opens it."""


@get("/{lang:str}/desk", name="desk", opt={"right": ANY})
async def desk(desk: NamedDependency[DeskPage]) -> Response[str]:
    """The posts of whoever serves, and the screens that they open."""
    rights = desk.staff.rights() | {ANY}
    return desk.say(
        "desk/desk.html",
        path="/desk",
        name=await queries.name_of(desk.session.person, desk.sealer),
        posts=desk.staff.posts,
        places=desk.places,
        screens=list(dict.fromkeys(screen for right, screen in SCREENS if right in rights)),
    )


routes = (desk,)
