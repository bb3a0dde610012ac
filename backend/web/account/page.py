"""What every page of somebody's account begins with: who is signed in, and how the page answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup

from backend.domains.identity.rules import Session
from backend.kernel.refusal import Refusal
from backend.storage.sealing import Sealer
from backend.web.counter.check import known_language
from backend.web.guards import refuse_forged
from backend.web.sent import AnyRequest, Sent, first, texts
from backend.web.templates import Templates

PRIVATE = {"Cache-Control": "no-store"}
MAX_FORM = 16 * 1024


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page for whoever is signed in; nothing of it is kept by a browser."""

    lang: str
    session: Session
    templates: Templates
    sealer: Sealer

    def say(
        self, template: str, refusal: Refusal | None = None, sent: Sent | None = None, **context: Any
    ) -> Response[str]:
        """The page; with a refusal it says what is wrong, and what was sent stays typed."""
        said = {"no": self.sentence(refusal), "typed": partial(first, sent or {}), "chosen": partial(_all, sent or {})}
        text = self.templates.render(template, self.lang, session=self.session, **said, **context)
        return Response(text, media_type="text/html", status_code=422 if refusal else 200, headers=PRIVATE)

    def sentence(self, refusal: Refusal | None) -> Markup | str:
        """The sentence of a refusal; days in it are written as days are."""
        if refusal is None:
            return ""
        words = self.templates.words(self.lang)
        details: dict[str, Any] = {
            name: words.date(each) if isinstance(each, date) else each for name, each in refusal.details.items()
        }
        return words.html(f"refusal.{refusal.code}", **details)

    def to(self, path: str) -> Redirect:
        """Goes on to another page of this language."""
        return away(f"/{self.lang}{path}")


def _all(sent: Sent, name: str) -> Sequence[str]:
    return sent.get(name, ())


def away(address: str) -> Redirect:
    """Goes on to another page, by a new request."""
    return Redirect(address, status_code=303, headers=PRIVATE)


async def own_page(
    lang: FromPath[str],
    session: NamedDependency[Session],
    templates: NamedDependency[Templates],
    sealer: NamedDependency[Sealer],
) -> OwnPage:
    """For `dependencies`: refuses `session.required`, and a language that is none of ours."""
    return OwnPage(known_language(lang), session, templates, sealer)


async def pressed(request: AnyRequest) -> Sent:
    """What was sent with a press on a page of ours. Refuses `counter.forbidden`, `counter.malformed`."""
    refuse_forged(request)
    return await texts(request)
