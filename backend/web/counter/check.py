"""The road without scripts: the whole form in one press, then "check your answers"."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.domains.catalogue.rules import Catalogue, Form, check_answers, pruned, shown
from backend.domains.sync.rules.claims import code_from, new_code
from backend.kernel.canonical import canonical, parse
from backend.kernel.days import day_in_algiers
from backend.kernel.ids import uuid7
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.web.counter.fields import Asking
from backend.web.counter.form import FormPages
from backend.web.counter.shown import blocks
from backend.web.counter.typed import folded, typed_answers
from backend.web.sent import AnyRequest, Sent, first, refuse_foreign, texts
from backend.web.templates import Templates
from backend.words import Translator

MAX_FORM = 1024 * 1024


@post("/{lang:str}/services/{code:str}/check", name="check", status_code=200, request_max_body_size=MAX_FORM)
async def check(
    request: AnyRequest,
    lang: FromPath[str],
    code: FromPath[str],
    catalogue: NamedDependency[Catalogue],
    forms: NamedDependency[FormPages],
    templates: NamedDependency[Templates],
) -> Response[str]:
    """What is left, with all that was typed; or everything once more, to be filed."""
    refuse_foreign(request)
    sent = await texts(request)
    page = CounterPage(forms, templates, form_sent(catalogue, code, sent), known_language(lang))
    if "answers" in sent:
        answers = answers_sent(sent)
        return page.form(answers, {}, proposed_sent(page.form_asked, sent, answers))
    typed = typed_answers(page.form_asked, sent, headings(forms, page.form_asked))
    proposed = proposals_for(page.form_asked, typed)
    kept = pruned(page.form_asked, typed | proposed, today=today())
    left = page.left(check_answers(page.form_asked, kept, [], today=today()).errors)
    if left:
        return page.form(typed | proposed, left, tuple(proposed))
    asked = tuple(field for field in proposed if field in kept)
    return page.check(kept, uuid7().hex, claim_sent(sent), {}, asked)


class CounterPage:
    """The pages that answer a press, for one form in one language. They belong to one person: nobody keeps them."""

    def __init__(self, forms: FormPages, templates: Templates, form: Form, lang: str) -> None:
        self.forms, self.templates, self.form_asked, self.lang = forms, templates, form, lang
        self.words: Translator = forms.words.of(lang)

    def left(self, errors: Mapping[str, str]) -> dict[str, str]:
        """The faults that the form itself can mend: files and the declaration are asked on the next page."""
        instead = {f"answers.{field.id}" for field in self.form_asked.fields() if field.instead}
        return {
            path: code
            for path, code in errors.items()
            if path.startswith("answers.")
            and path != "answers.declaration"
            and not (code == "field.missing" and path in instead)
        }

    def form(self, answers: dict[str, Any], errors: Mapping[str, str], proposed: tuple[str, ...] = ()) -> Response[str]:
        """The form with what was typed, what is `proposed` marked as such, and the sentence at each fault."""
        asking, fault_list = self.asked(answers, errors)
        return self._page(
            "counter/form.html",
            form=self.form_asked,
            asking=asking,
            answered=True,
            proposed=proposed,
            fault_list=fault_list,
            submit="",
        )

    def check(
        self,
        answers: dict[str, Any],
        envelope: str,
        claim: str,
        errors: Mapping[str, str],
        proposed: tuple[str, ...] = (),
    ) -> Response[str]:
        """Everything once more, what is `proposed` named first, the files and the declaration, and the press."""
        asking, fault_list = self.asked(answers, errors)
        seen = shown(self.form_asked, answers, today=today())
        return self._page(
            "counter/check.html",
            form=self.form_asked,
            asking=asking,
            blocks=blocks(asking, seen),
            files=[asking.question(field) for field in self.form_asked.files() if field.id in seen],
            answers_json=canonical(answers).decode(),
            envelope=envelope,
            claim=claim,
            proposed=[asking.question(field) for field in self.form_asked.fields() if field.id in proposed],
            fault_list=fault_list,
            submit=self.words(f"{self.form_asked.code}.submit"),
        )

    def asked(self, answers: dict[str, Any], errors: Mapping[str, str]) -> tuple[Asking, list[tuple[str, str]]]:
        """The questions with what was typed, and each fault in the form's order."""
        asking = self.forms.asking(self.form_asked, self.lang, answers, self._sentences(errors))
        return asking, [(path, self._in_row(path, text)) for path, text in self._ordered(asking.faults)]

    def say(self, template: str, *, status: int = 200, **context: Any) -> Response[str]:
        """A page that says what became of the press."""
        return self._page(template, status=status, form=self.form_asked, **context)

    def _page(self, template: str, *, status: int = 200, **context: Any) -> Response[str]:
        title = self.words(f"{self.form_asked.code}.title")
        path = f"/services/{self.form_asked.code}/form"
        context |= {"path": path, "service_title": title, "word_keys": [], "shape": ""}
        text = self.templates.render(template, self.lang, **context)
        return Response(text, media_type="text/html", status_code=status, headers={"Cache-Control": "no-store"})

    def _sentences(self, errors: Mapping[str, str]) -> dict[str, str]:
        return {path.partition(".")[2]: self._sentence(path, code) for path, code in errors.items()}

    def _sentence(self, path: str, code: str) -> str:
        parts = [part for part in path.split(".")[1:] if not part.isdigit()]
        own = f"{self.form_asked.code}.field.{'.'.join(parts)}.missing"
        if code == "field.missing" and self.words.has(own):
            return self.words(own)
        return self.words(f"{self.form_asked.code}.{code}" if code.startswith("rule.") else code)

    def _in_row(self, path: str, sentence: str) -> str:
        table, _, rest = path.partition(".")
        row = rest.partition(".")[0]
        if not row:
            return sentence
        own = f"form.row.{table}.number"
        name = self.words(own if self.words.has(own) else "form.row.number", number=int(row) + 1)
        return self.words("form.row.fault", row=name, sentence=sentence)

    def _ordered(self, faults: Mapping[str, str]) -> list[tuple[str, str]]:
        order = [field.id for field in self.form_asked.fields()]
        return sorted(faults.items(), key=lambda fault: order.index(fault[0].partition(".")[0]))


def form_sent(catalogue: Catalogue, code: str, sent: Sent) -> Form:
    """The version of the form that was filled; `service.unknown`, `service.version_unknown` or `counter.malformed`."""
    version = first(sent, "version")
    if not version.isascii() or not version.isdigit() or len(version) > 6:
        raise Refusal("counter.malformed")
    return catalogue.form(code, int(version))


def answers_sent(sent: Sent) -> dict[str, Any]:
    """The answers that the check page carried along; `counter.malformed` when they are not what it wrote."""
    answers = parse(first(sent, "answers").encode("utf-8", "replace"))
    if not isinstance(answers, dict):
        raise Refusal("counter.malformed")
    return answers


def proposals_for(form: Form, answers: Mapping[str, Any]) -> dict[str, str]:
    """What the filer's own text proposes for the questions that were left open."""
    text = answers.get(form.proposals.text) if form.proposals else None
    if form.proposals is None or not isinstance(text, str):
        return {}
    return {field: option for field, option in form.proposals.of(text).items() if field not in answers}


def proposed_sent(form: Form, sent: Sent, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The questions whose answers are still the proposals that the check page carried along."""
    named = sent.get("proposed", ())
    found = proposals_for(form, {name: value for name, value in answers.items() if name not in named})
    return tuple(name for name in dict.fromkeys(named) if name in found and answers.get(name) == found[name])


def claim_sent(sent: Sent) -> str:
    """The claim code that the check page carried along; a new one where there is none yet."""
    return code_from(first(sent, "claim")) or new_code()


def headings(forms: FormPages, form: Form) -> dict[str, dict[str, str]]:
    """For each table, which column a heading of a pasted list names, in any language."""
    found: dict[str, dict[str, str]] = {}
    for table in (field for field in form.fields() if field.kind == "table"):
        found[table.id] = {column.id: column.id for column in table.columns}
        for lang in LANGUAGES:
            row = forms.asking(form, lang, {}, {}).question(table).rows[0]
            words = forms.words.of(lang)
            for column in row:
                key = f"columns.{column.field.id}"
                spoken = words(key).split(",") if words.has(key) else []
                said = (column.label, column.short, *spoken)
                found[table.id] |= {folded(word): column.field.id for word in said if folded(word)}
    return found


def known_language(lang: str) -> str:
    """`lang`, or `language.unknown`."""
    if lang not in LANGUAGES:
        raise Refusal("language.unknown", lang=lang)
    return lang


def today() -> date:
    """The day in Algeria."""
    return day_in_algiers(datetime.now(UTC))


routes = (check,)
