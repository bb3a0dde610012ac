"""The paper twin of a form: the same questions with room to write, and a code that opens the form on a phone."""

from typing import Any, Protocol

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from markupsafe import Markup

from backend.domains.catalogue.rules import Catalogue
from backend.domains.catalogue.rules.form import Form
from backend.kernel.languages import LANGUAGES
from backend.web.pages import PublicPages
from backend.words import Words

ROWS = 6
"""Empty rows of a table on paper."""
WIDE = {"long_text", "table", "one_of", "several_of", "file"}
BOXES = {"nin": 18, "nss": 12, "rip": 20, "ccp": 12, "date": 8, "time": 4, "phone": 10, "wilaya": 2}
"""Kinds that are written one digit a box, and how many."""


class DrawnQr(Protocol):
    """Draws a text as a QR code, an inline `<svg>` with that title."""

    def __call__(self, text: str, *, title: str) -> str: ...


def add_pages(pages: PublicPages, catalogue: Catalogue, words: Words, *, public_url: str, qr: DrawnQr) -> None:
    for lang in LANGUAGES:
        for service in catalogue.services():
            address = f"{public_url}/{lang}/services/{service.code}/form"
            pages.add(
                lang,
                f"/services/{service.code}/paper",
                "counter/paper.html",
                offline=False,
                form=service.form,
                parts=_parts(service.form),
                title=words.of(lang)(f"{service.code}.title"),
                qr=Markup(qr(address, title=words.of(lang)("paper.qr"))),  # noqa: S704 - drawn by the program
                address=address,
                rows=ROWS,
                wide=WIDE,
                boxes=BOXES,
            )


def _parts(form: Form) -> list[tuple[str, list[Any]]]:
    return [(step.id, [field for field in step.fields if field.kind != "file"]) for step in form.steps]


@get("/{lang:str}/services/{code:str}/paper", name="paper")
async def paper(
    request: Request[Any, Any, Any], lang: FromPath[str], code: FromPath[str], pages: NamedDependency[PublicPages]
) -> Response[Any]:
    """The sheet to print."""
    return pages.answer(f"/{lang}/services/{code}/paper", request.headers)


routes = (paper,)
