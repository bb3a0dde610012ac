"""A counter with the form pages and the road without scripts; filing is remembered here and not done."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import AsyncTestClient

from backend.app import Front
from backend.domains.catalogue.rules import Catalogue
from backend.program import Program
from backend.web.assets import Assets
from backend.web.counter import check, dossiers, form
from backend.web.counter.form import FormPages
from backend.web.errors import exception_handlers
from backend.web.pages import PublicPages
from backend.web.security import secure
from backend.web.templates import Templates
from backend.words import Words

RECEIPT = {"number": "CB-49-2026-004131-27", "secret": "ABCDEFGHIJKLMNOP", "token": "t", "url": "/V/T"}


@dataclass
class Counter:
    """Stands where the filing is: remembers what was filed, answers as it is told."""

    filed: list[dict[str, Any]] = field(default_factory=list)
    outcomes: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    next: dict[str, Any] | None = None

    async def __call__(self, **said: Any) -> dict[str, Any]:
        known = self.outcomes.get(said["envelope_id"])
        if known is None:
            self.filed.append(said)
            known = self.next or {"outcome": "applied", "receipt": RECEIPT, "flags": []}
            if known["outcome"] not in ("retry", "upgrade"):
                self.outcomes[said["envelope_id"]] = known
        return known


@dataclass(frozen=True)
class House:
    """What the pages are made of."""

    words: Words
    assets: Assets
    templates: Templates
    catalogue: Catalogue
    forms: FormPages
    pages: PublicPages


@pytest.fixture(scope="session")
def house(program: Program, shop_front: Front) -> House:
    shown = shop_front
    return House(program.words, shown.assets, shown.templates, program.centre.catalogue, shown.forms, shown.pages)


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
async def client(house: House, counter: Counter) -> AsyncIterator[AsyncTestClient[Litestar]]:
    given = {
        "pages": house.pages,
        "catalogue": house.catalogue,
        "forms": house.forms,
        "templates": house.templates,
        "file_at_counter": counter,
    }
    app = Litestar(
        [*form.routes, *check.routes, *dossiers.routes],
        dependencies={name: Provide(_always(part), sync_to_thread=False) for name, part in given.items()},
        exception_handlers=exception_handlers(house.templates),
        before_send=[secure],
        openapi_config=None,
    )
    async with AsyncTestClient(app) as client:
        yield client


def _always(part: Any) -> Any:
    def provide() -> Any:
        return part

    return provide
