"""When a time limit of the law begins, worked out from the answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from .form import Form, Tree
from .kinds import fault, typed
from .language import Answers, evaluate

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - what people answer is local time in Algeria, without a zone


def time_limit_start(form: Form, answers: Mapping[str, Any]) -> datetime | None:
    """The local moment from which the time to file runs; None where the answers do not tell it."""
    if form.time_limit is None or form.time_limit.start is None:
        return None
    known = {
        name: typed(form.field(name).kind, answers[name])
        for name in _names(form.time_limit.start)
        if name in answers and not fault(form.field(name).kind, answers[name])
    }
    start = evaluate(form.time_limit.start, Answers(known, today=0))
    if start is None:
        return None
    return _EPOCH + (timedelta(minutes=start) if form.time_limit.unit == "hours" else timedelta(days=start))


def _names(tree: Tree) -> set[str]:
    if tree[0] == "field":
        return {tree[1]}
    return {name for part in tree[1:] if isinstance(part, tuple) for name in _names(part)}
