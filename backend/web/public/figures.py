"""`/{lang}/figures`: how concerns were answered in twelve months, for everybody; worked out before, only read here."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.domains.dossiers.rules import QUESTIONS
from backend.domains.places.rules import Places
from backend.domains.reports import queries
from backend.domains.reports.rules import FEWEST
from backend.domains.sync.operations.counting import CONCERNS
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.web.templates import Templates

PATH = "/figures"


@get("/{lang:str}/figures", name="figures")
async def figures(
    lang: FromPath[str], templates: NamedDependency[Templates], places: NamedDependency[Places]
) -> Response[Any]:
    """The figures of each body, or that there are none yet."""
    if lang not in LANGUAGES:
        raise Refusal("language.unknown", lang=lang)
    text = templates.render(
        "public/figures.html",
        lang,
        path=PATH,
        figures=await queries.figures(CONCERNS),
        places=places,
        questions=QUESTIONS,
        fewest=FEWEST,
    )
    return Response(text, media_type="text/html", headers={"Cache-Control": "no-cache"})


routes = (figures,)
