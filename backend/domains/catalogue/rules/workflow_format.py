"""From the data of a workflow file to a `Workflow`."""

from typing import Any

from .reading import FormatFault, Table
from .workflow import Act, State, Workflow

ACTORS = ("filer", "agent", "system")


def read_workflow(data: Any) -> Workflow:
    """The workflow that `data` (read from TOML) describes. Raises `FormatFault`."""
    table = Table(data)
    states = tuple(_state(state) for state in table.tables("states"))
    if not states:
        raise FormatFault("states", "one state or more")
    ids = tuple(state.id for state in states)
    if len(set(ids)) != len(ids):
        raise FormatFault("states", "each state once")
    workflow = Workflow(table.whole("version"), states, tuple(_act(act, ids) for act in table.tables("acts")))
    table.close()
    return workflow


def _state(table: Table) -> State:
    state = State(table.id(), table.flag("open", False))
    table.close()
    return state


def _act(table: Table, states: tuple[str, ...]) -> Act:
    act = Act(
        id=table.id(),
        by=table.texts("by", ACTORS),
        origins=table.texts("from", states),
        to=table.choice("to", states),
        effect=table.optional_text("effect"),
    )
    table.close()
    if not act.by or not act.origins:
        raise table.fault("from", "one state or more to start from, and `by` one actor or more")
    return act
