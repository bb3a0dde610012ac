"""The form as the page and `frontend/js/rules.js` read it: what is usual is left out."""

from typing import Any

from .form import Field, Form
from .proposals import Phrase, Proposals


def browser_form(form: Form) -> dict[str, Any]:
    """A JSON value with everything that judging answers needs, compiled rules included."""
    kinds = {question.kind for question in form.fields()}
    kinds |= {column.kind for question in form.fields() for column in question.columns}
    return _plain(
        code=form.code,
        version=form.version,
        steps=[
            _plain(id=step.id, show=step.show, fields=[_field(question) for question in step.fields])
            for step in form.steps
        ],
        declaration=_field(form.declaration),
        rules=[
            _plain(id=rule.id, holds=rule.holds, at=rule.at, each=rule.each, warn=rule.warn or None)
            for rule in form.rules
        ],
        wilayas=list(form.wilayas) if "wilaya" in kinds else None,
        agencies=list(form.agencies) if "agency" in kinds else None,
        proposals=_proposals(form.proposals) if form.proposals else None,
    )


def _proposals(proposals: Proposals) -> dict[str, Any]:
    """Each option with the phrases of its names and of its words, folded: `a b|c`."""
    return {
        "text": proposals.text,
        "fields": {
            field: {option: [_joined(hints.names), _joined(hints.words)] for option, hints in options.items()}
            for field, options in proposals.fields.items()
        },
    }


def _joined(phrases: tuple[Phrase, ...]) -> str:
    return "|".join(" ".join(words) for words in phrases)


def _field(field: Field) -> dict[str, Any]:
    return _plain(
        id=field.id,
        kind=field.kind,
        optional=None if field.required else True,
        show=field.show,
        min=field.min,
        max=field.max,
        options=field.options or None,
        columns=[_field(column) for column in field.columns] or None,
        accept=field.accept or None,
        max_size=field.max_size or None,
        instead=field.instead,
        mask=field.mask or None,
        style=field.style,
    )


def _plain(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
