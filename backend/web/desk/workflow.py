"""`/{lang}/desk/workflows/{service}`: how the dossiers of a service move, drawn."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from markupsafe import Markup

from backend.domains.catalogue.rules.drawing import drawing
from backend.domains.sync.ports import Centre
from backend.web.desk.page import DeskPage
from backend.web.desk.queue import READ


@get("/{lang:str}/desk/workflows/{service:str}", name="workflow", opt={"right": READ})
async def workflow(
    service: FromPath[str], desk: NamedDependency[DeskPage], centre: NamedDependency[Centre]
) -> Response[str]:
    """Its states, its acts and who may do them, its limits."""
    words = desk.templates.words(desk.lang)
    found = centre.workflow(service)
    picture = drawing(
        found, lambda key: words(f"workflow.{key}"), rtl=words.dir == "rtl", title=words(f"{service}.title")
    )
    return desk.say(
        "desk/workflow.html",
        path=f"/desk/workflows/{service}",
        service=service,
        workflow=found,
        parameters=centre.parameters,
        picture=Markup(picture),  # noqa: S704 - drawn by the program, its words escaped
        today=desk.today,
    )


routes = (workflow,)
