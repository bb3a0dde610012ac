"""One notice: the inbox of a person's account is a list of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Notice:
    """Something happened. `kind` and `state` choose its words; `number`: the dossier it is about, if any."""

    id: UUID
    person: UUID
    kind: str
    number: str | None
    state: str | None
    created_at: datetime
    read_at: datetime | None

    @property
    def for_staff(self) -> bool:
        """Whether it is told to somebody who serves, of what they have to do."""
        return self.kind.startswith("desk.")

    @property
    def of_account(self) -> bool:
        """Whether it is about who may come into the account."""
        return self.kind.startswith("account.")
