"""The form of a service, one page for everybody: nothing personal stands in it, the device fills it in."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from markupsafe import Markup

from backend.domains.catalogue.rules import Catalogue, Form, Service
from backend.domains.catalogue.rules.browser import browser_form
from backend.domains.places.rules import Places
from backend.kernel.languages import LANGUAGES, other
from backend.web.counter.fields import Asking, PlaceNames, Question
from backend.web.pages import PublicPages
from backend.words import Translator, Words

_SCRIPT_WORDS = ("form.", "field.")


@dataclass(frozen=True)
class FormPages:
    """What every form page is made with."""

    words: Words
    places: Places
    on: date
    """The day whose open agencies are offered."""

    def asking(self, form: Form, lang: str, answers: dict[str, Any], faults: dict[str, str]) -> Asking:
        """The form's questions in a language, with what was typed and the sentence at each fault."""
        return Asking(form, self.words.of(lang), self.names(form, lang), answers, faults)

    def names(self, form: Form, lang: str) -> PlaceNames:
        """Wilayas and agencies by name; where the form knows no other agencies, those of its body."""
        agencies = self.places.agencies(form.body, self.on)
        return PlaceNames(
            tuple((wilaya.code, wilaya.name(lang)) for wilaya in self.places.wilayas()),
            tuple((agency.code, agency.name_ar if lang == "ar" else agency.name_fr) for agency in agencies),
        )

    def context(self, service: Service, form: Form, lang: str) -> dict[str, Any]:
        """What `counter/form.html` is rendered with when nobody has typed yet."""
        words = self.words.of(lang)
        return {
            "form": form,
            "asking": self.asking(form, lang, {}, {}),
            "answered": False,
            "proposed": (),
            "fault_list": [],
            "service_title": words(f"{form.code}.title"),
            "submit": words(f"{form.code}.submit"),
            "word_keys": [
                *_SCRIPT_WORDS,
                *(["proposal."] if form.proposals else []),
                f"{form.code}.rule.",
                *_missing(form, words),
            ],
            "shape": self._shape(service, form, lang),
        }

    def _shape(self, service: Service, form: Form, lang: str) -> Markup:
        heads = {table.id: self._columns(form, table.id, lang) for table in form.fields() if table.kind == "table"}
        unnamed = form.depositor if form.anonymous else None
        shape = {"form": browser_form(form), "heads": heads, "newest": service.form.version, "unnamed": unnamed}
        text = json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
        return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - JSON without "<" cannot leave its element

    def _columns(self, form: Form, table: str, lang: str) -> list[dict[str, Any]]:
        """The words a spreadsheet may have for each column and option, the page's own language first."""
        rows = [self.asking(form, each, {}, {}).question(form.field(table)).rows[0] for each in (lang, other(lang))]
        return [
            {"id": own.field.id, "kind": own.kind, "words": self._headings(own, twin)}
            | ({"options": _options(own.options, twin.options)} if own.options and own.kind != "yes_no" else {})
            for own, twin in zip(*rows, strict=True)
        ]

    def _headings(self, *twins: Question) -> list[str]:
        key = f"columns.{twins[0].field.id}"
        spoken = [words(key) for lang in LANGUAGES if (words := self.words.of(lang)).has(key)]
        said = [word for twin in twins for word in (twin.label, twin.short)]
        return list(dict.fromkeys(word.strip() for word in (*said, *",".join(spoken).split(",")) if word.strip()))


def add_pages(pages: PublicPages, catalogue: Catalogue, forms: FormPages) -> None:
    """Every version of every form; devices keep the newest and, for drafts begun with them, the older ones."""
    for lang in LANGUAGES:
        for service in catalogue.services():
            newest = service.form.version
            for version, form in service.forms.items():
                context = forms.context(service, form, lang)
                path = f"/services/{service.code}/form"
                if version == newest:
                    pages.add(lang, path, "counter/form.html", **context)
                pages.add(lang, f"{path}/{version}", "counter/form.html", offline=version != newest, **context)


@get(["/{lang:str}/services/{code:str}/form", "/{lang:str}/services/{code:str}/form/{version:int}"], name="form")
async def form(
    request: Request[Any, Any, Any], lang: FromPath[str], code: FromPath[str], pages: NamedDependency[PublicPages]
) -> Response[Any]:
    """The form to fill; with a version, as it was for drafts begun with it."""
    return pages.answer(request.url.path, request.headers)


def _missing(form: Form, words: Translator) -> list[str]:
    keys = [f"{form.code}.field.{question.id}.missing" for question in form.fields()]
    keys += [f"{form.code}.field.{table.id}.{column.id}.missing" for table in form.fields() for column in table.columns]
    return [key for key in keys if words.has(key)]


def _options(own: tuple[tuple[str, str], ...], twin: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    return [
        {"value": value, "words": list(dict.fromkeys((name, other_name)))}
        for (value, name), (_, other_name) in zip(own, twin, strict=True)
    ]


routes = (form,)
