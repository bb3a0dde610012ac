"""How a filed dossier moves: states and acts, as data, versioned apart from the form."""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """Where a dossier may stand; in an `open` one it still awaits the body."""

    id: str
    open: bool


@dataclass(frozen=True)
class Act:
    """What `by` may do to a dossier standing in one of `origins`; it then stands in `to`."""

    id: str
    by: tuple[str, ...]
    origins: tuple[str, ...]
    to: str
    effect: str | None = None


@dataclass(frozen=True)
class Workflow:
    """The newest way of a service's dossiers. The first state is where filing puts them."""

    version: int
    states: tuple[State, ...]
    acts: tuple[Act, ...]

    @property
    def start(self) -> str:
        """The state of a dossier just filed."""
        return self.states[0].id

    def act(self, name: str, state: str) -> Act | None:
        """The act of that name when it may be done in `state`."""
        return next((act for act in self.acts if act.id == name and state in act.origins), None)
