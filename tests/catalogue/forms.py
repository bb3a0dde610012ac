"""A small form with one of everything, for tests."""

import tomllib
from typing import Any

from backend.domains.catalogue.rules import KINDS
from backend.domains.catalogue.rules.form import Form
from backend.domains.catalogue.rules.format import read_form

SMALL = """
pictogram = "rain"
filers = ["worker"]
minutes = 3
retention_years = 5
depositor = "name"
wilaya = "wilaya"
object = ["name"]
double = ["name", "days"]
legal = ["some_law"]
documents = [{ id = "proof", field = "proof" }]
time_limit = { parameter = "da_days", unit = "days", start = "began_on" }
answer_limit = { parameter = "ci_answer_days", unit = "days" }

[[steps]]
id = "first"
fields = [
  { id = "name", kind = "text", max = 20 },
  { id = "wilaya", kind = "wilaya" },
  { id = "began_on", kind = "date", min = "shift(today, -30)", max = "today" },
  { id = "days", kind = "several_of", options = ["sat", "sun", "mon"], min = 1, max = 2, required = false },
  { id = "more", kind = "yes_no" },
]

[[steps]]
id = "second"
show = "more"
fields = [
  { id = "people", kind = "table", min = 1, max = 3, instead = "people_list", columns = [
    { id = "name", kind = "name_ar" },
    { id = "hours", kind = "decimal", min = "0", max = "24", required = false },
    { id = "why_many", kind = "text", show = "hours > 8" },
  ] },
  { id = "people_list", kind = "file", accept = "document", required = false },
  { id = "proof", kind = "file", accept = "photo", min = 2, max = 3, max_size = 1000 },
]

[[rules]]
id = "worked"
each = "people"
holds = "hours != 0"
at = "hours"

[[rules]]
id = "some_hours"
holds = "sum(people.hours) <= 30"
at = "people"

[[rules]]
id = "proof_told"
holds = "count(proof) != 3"
at = "proof"
warn = true
"""


def small_form(*changes: tuple[str, str]) -> Form:
    """The form, with parts of its text replaced."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read_form(tomllib.loads(text), code="ministry.small", version=1, wilayas=("01", "49"))


def right_answers(**changed: Any) -> dict[str, Any]:
    return {"name": "Ali", "wilaya": "49", "began_on": "2026-02-01", "more": False, "declaration": True} | changed


def every_kind() -> Form:
    """A form with each kind of one value, asked twice: once as it comes, once within limits."""
    fields = "".join(_two_questions(kind) for kind in KINDS)
    head = SMALL[: SMALL.index("depositor")]
    text = f'{head}\n[[steps]]\nid = "all"\nfields = [\n{fields}]\n'
    return read_form(tomllib.loads(text), code="ministry.kinds", version=1, wilayas=("01", "49"), agencies=("CB-01",))


def _two_questions(kind: str) -> str:
    options = ', options = ["a", "b", "c"]' if kind in ("one_of", "several_of") else ""
    limits = {
        "num": ', min = "1", max = "50000"',
        "date": ', min = "shift(today, -40)", max = "today"',
        "time": ', max = "time"',
        "datetime": ', max = "datetime"',
        "text": ", min = 2, max = 12",
        "set": ", min = 2, max = 2",
    }.get(KINDS[kind].type, "")
    first = f'{{ id = "{kind}", kind = "{kind}"{options}, required = false }},\n'
    return first + f'{{ id = "{kind}_2", kind = "{kind}"{options}{limits}, show = "filled({kind})" }},\n'
