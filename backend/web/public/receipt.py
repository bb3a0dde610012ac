"""The pages of one receipt, asked for, opened and on a small roll: they belong to whoever opened it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response
from markupsafe import Markup

from backend.domains.catalogue.rules import FILER, Act
from backend.domains.dossiers import queries as dossiers
from backend.domains.dossiers.queries import INTERNAL
from backend.domains.dossiers.rules import NO_PLACE, QUESTIONS, Event, Standing, next_steps
from backend.domains.receipts import queries as receipts
from backend.domains.receipts.rules import Receipt, ReceiptContent
from backend.domains.sync.ports import Centre
from backend.domains.sync.queries import printed
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import uuid7
from backend.kernel.refusal import Refusal
from backend.web.guards import now
from backend.web.public.acting import OPEN
from backend.web.templates import Templates
from backend.words import Words

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
STATUSES = {"receipt.not_opened": 403, "receipt.too_many_tries": 429}


@dataclass(frozen=True, slots=True)
class ReceiptPages:
    """`draw_qr`: an address and its title → SVG. `on_roll`: what a receipt says → the page that a roll prints."""

    centre: Centre
    words: Words
    templates: Templates
    public_url: str
    draw_qr: Callable[..., str]
    on_roll: Callable[[ReceiptContent], str]

    def asking(self, lang: str, typed: Mapping[str, str], refusal: Refusal | None) -> Response[str]:
        """Asks for number and secret, or for a claim code; says first what did not open. What was `typed` stays."""
        status = 200 if refusal is None else STATUSES[refusal.code]
        page = self.templates.render("public/follow.html", lang, path="/follow", typed=typed, asked=refusal)
        return _private(page, status)

    async def followed(
        self,
        lang: str,
        receipt: Receipt,
        secret: str,
        refusal: Refusal | None = None,
        typed: str = "",
        told: str = "",
    ) -> Response[str]:
        """Where it stands and until when, who has it, what comes next, messages, letters, and the receipt.

        With a refusal it says what is wrong, and what was `typed` stays. `told`: the key of what became of a press.
        """
        dossier, content = await printed(self.centre, receipt, public_url=self.public_url)
        title = self.words.of(lang)("receipt.qr", number=receipt.number)
        standing = await dossiers.standing(dossier.number)
        if standing is None:
            raise LookupError("a receipt without its dossier")
        story = await dossiers.history(dossier.id, self.centre.sealer)
        workflow, today = self.centre.workflow(dossier.service), day_in_algiers(now())
        page = self.templates.render(
            "public/followed.html",
            lang,
            path="/follow",
            content=content,
            dossier=dossier,
            standing=standing,
            awaits=workflow.state(dossier.state).awaits,
            onward=next_steps(workflow, dossier.state),
            today=today,
            informed=_informed(standing, story),
            days=None if standing.answer_by is None else (standing.answer_by - today).days,
            body=self.centre.places.body(standing.body),
            wilaya=None if standing.wilaya_code == NO_PLACE else self.centre.places.wilaya(standing.wilaya_code),
            history=[event for event in story if event.verb not in INTERNAL],
            messages=[event for event in story if event.told],
            acts=[each.id for each in workflow.acts_in(dossier.state) if FILER in each.by and not _done(each, story)],
            rates=standing.closed_at is not None and all(event.name != "rate" for event in story),
            questions=QUESTIONS,
            no=self.no(lang, refusal) if refusal else "",
            told=told,
            typed=typed,
            presses={act: uuid7() for act in OPEN},
            form=self.centre.catalogue.form(dossier.service, dossier.service_version),
            letters=await receipts.letters(dossier.number),
            receipt=receipt,
            secret=secret,
            qr=Markup(self.draw_qr(content.proof.verify_url, title=title)),  # noqa: S704 - drawn by the program
        )
        return _private(page, 422 if refusal else 200)

    def no(self, lang: str, refusal: Refusal) -> Markup:
        """A refusal in words."""
        details: dict[str, Any] = {name: each for name, each in refusal.details.items() if name != "current"}
        return self.words.of(lang).html(f"refusal.{refusal.code}", **details)

    async def roll(self, receipt: Receipt) -> Response[str]:
        """The receipt as a roll of 80 mm prints it, in the language it was filed in."""
        _, content = await printed(self.centre, receipt, public_url=self.public_url)
        return _private(self.on_roll(content))

    def say(self, template: str, lang: str, *, status: int = 200, **context: Any) -> Response[str]:
        """Another page, or a piece of one, about what was opened."""
        return _private(self.templates.render(template, lang, path="/follow", **context), status)


def _done(act: Act, story: Sequence[Event]) -> bool:
    """Whether it is done once, and was."""
    return act.once and any(event.name == act.id for event in story)


def _informed(standing: Standing, story: Sequence[Event]) -> bool:
    """Whether somebody over it was told that its present step is late, where it lies now."""
    told = [event.content for event in story if event.name == "escalate" and event.content]
    of_steps = [content["to"] for content in told if content.get("of", "step") == "step"]
    count = standing.escalated or 0
    return count > 0 and any(of_steps[-count:])


def _private(page: str, status: int = 200) -> Response[str]:
    return Response(page, media_type="text/html", status_code=status, headers=PRIVATE)
