"""From the data of a workflow file to a `Workflow`."""

from typing import Any, Literal

from .reading import FormatFault, Table
from .workflow import FILER, Act, Escalation, Limit, Routes, State, Workflow

AWAITS = ("body", "filer")
UNITS = ("working_days", "days")
WANTS = ("text", "fields", "proposal", "cause")
DOCUMENTS = ("decision",)


def read_workflow(data: Any) -> Workflow:
    """The workflow that `data` (read from TOML) describes. Raises `FormatFault`."""
    table = Table(data)
    states = tuple(_state(state) for state in table.tables("states"))
    if not states:
        raise FormatFault("states", "one state or more")
    ids = tuple(state.id for state in states)
    if len(set(ids)) != len(ids):
        raise FormatFault("states", "each state once")
    workflow = Workflow(
        table.whole("version"),
        states,
        tuple(_act(act, ids) for act in table.tables("acts")),
        tuple(_escalation(each) for each in table.tables("escalations")),
        table.texts("causes"),
    )
    table.close()
    return workflow


def named_workflow(data: Any) -> str | None:
    """The name of the shared workflow that a service's file says is its own, if it says so."""
    return str(data["same_as"]) if "same_as" in data and set(data) <= {"same_as", "routes"} else None


def read_routes(data: Any, bodies: tuple[str, ...]) -> Routes | None:
    """To whom the dossiers of a service go, where one of their answers says it. Raises `FormatFault`."""
    table = Table(data).table("routes")
    if table is None:
        return None
    to = table.table("to")
    if to is None:
        raise table.fault("to", "a table of answers and bodies")
    routes = Routes(table.id("field"), {answer: to.choice(answer, bodies) for answer in to.data})
    table.close()
    return routes


def _state(table: Table) -> State:
    awaits: Any = table.choice("awaits", AWAITS) if "awaits" in table.data else None
    state = State(table.id(), awaits, _limit(table.table("limit")))
    table.close()
    return state


def _limit(table: Table | None) -> Limit | None:
    if table is None:
        return None
    unit: Literal["working_days", "days"] = table.choice("unit", UNITS)  # type: ignore[assignment]
    limit = (table.text("parameter"), unit)
    table.close()
    return limit


def _act(table: Table, states: tuple[str, ...]) -> Act:
    act = Act(
        id=table.id(),
        by=table.texts("by"),
        origins=table.texts("from", states),
        to=table.choice("to", states) if "to" in table.data else None,
        wants=table.texts("wants", WANTS),
        other_than=table.texts("other_than"),
        once=table.flag("once", False),
        proof=table.flag("proof", False),
        documents=table.texts("documents", DOCUMENTS),
        effect=table.optional_text("effect"),
    )
    table.close()
    if not act.by or not act.origins:
        raise table.fault("from", f"one state or more to start from, and `by` {FILER} or one right or more")
    return act


def _escalation(table: Table) -> Escalation:
    days = table.raw("days")
    if type(days) is not int:
        raise table.fault("days", "a whole number of working days")
    of: Literal["step", "answer"] = table.choice("of", ("step", "answer"))  # type: ignore[assignment]
    escalation = Escalation(of, days, table.text("tell"))
    table.close()
    return escalation
