"""The keys of the words a form needs in `locales/`, in every language that is complete."""

from collections.abc import Iterator

from .form import Field, Form
from .workflow import Workflow


def word_keys(form: Form) -> Iterator[str]:
    """Every key that must have words; `.hint` and `.short` of a field are free."""
    code = form.code
    yield from (f"{code}.{part}" for part in ("title", "summary", "who", "start", "submit", "synonyms"))
    yield from (f"{code}.{part}" for part in ("late", "from") if form.time_limit is not None)
    yield from (f"{code}.prepare.{document.id}" for document in form.documents)
    yield from (f"legal.{text}" for text in form.legal)
    yield from (f"{code}.step.{step.id}" for step in form.steps)
    for field in form.fields():
        yield from _field_keys(field, f"{code}.field.{field.id}")
    yield from (f"{code}.rule.{rule.id}" for rule in form.rules)


def workflow_keys(workflow: Workflow) -> Iterator[str]:
    """Every key that the states and acts of a workflow must have words for, to staff and to whoever filed."""
    for state in workflow.states:
        yield from (f"{who}.state.{state.id}" for who in ("workflow", "follow"))
    yield from (f"workflow.cause.{cause}" for cause in workflow.causes)
    for act in dict.fromkeys(act.id for act in workflow.acts):
        yield from (f"workflow.act.{act}", f"workflow.did.{act}", f"follow.verb.{act}")


def _field_keys(field: Field, key: str) -> Iterator[str]:
    yield f"{key}.label"
    if field.required:
        yield f"{key}.missing"
    yield from (f"{key}.option.{option}" for option in field.options)
    for column in field.columns:
        yield from _field_keys(column, f"{key}.{column.id}")
