"""A server with the public screens alone: no database, no keys."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from litestar import Litestar, get
from litestar.di import Provide
from litestar.testing import AsyncTestClient

from backend.app import Front
from backend.kernel.refusal import Refusal
from backend.program import Program
from backend.web.account import account
from backend.web.errors import exception_handlers
from backend.web.public import follow, verify
from backend.web.screens import routes
from backend.web.security import secure


@get("/broken", sync_to_thread=False)
def broken() -> None:
    raise RuntimeError("a bolt came loose while Aïssa was writing")


@get("/api/broken", sync_to_thread=False)
def broken_call() -> None:
    raise RuntimeError("a bolt came loose")


@get("/fr/refused", sync_to_thread=False)
def refused() -> None:
    raise Refusal("service.unknown", service="nobody.nothing")


@get("/sync/refused", sync_to_thread=False)
def refused_call() -> None:
    raise Refusal("clock.skew", server_time="2026-02-11T14:05:00+01:00")


@get("/api/refused", sync_to_thread=False)
def refused_api() -> None:
    raise Refusal("service.unknown", service="nobody.nothing")


@pytest.fixture(scope="session")
def house(program: Program, shop_front: Front) -> SimpleNamespace:
    return SimpleNamespace(
        words=program.words,
        assets=shop_front.assets,
        templates=shop_front.templates,
        catalogue=program.centre.catalogue,
        index=shop_front.index,
        pages=shop_front.pages,
    )


@pytest.fixture(scope="session")
def app(house: SimpleNamespace) -> Litestar:
    given: dict[str, Any] = {
        "pages": house.pages,
        "assets": house.assets,
        "catalogue": house.catalogue,
        "search_index": house.index,
        "words": house.words,
        "templates": house.templates,
    } | dict.fromkeys(("centre", "receipt_pages"))
    return Litestar(
        [
            *routes,
            account.sign_in,
            account.recover,
            *follow.routes,
            *verify.routes,
            broken,
            broken_call,
            refused,
            refused_call,
            refused_api,
        ],
        dependencies={name: Provide(_always(part), sync_to_thread=False) for name, part in given.items()},
        exception_handlers=exception_handlers(house.templates),
        before_send=[secure],
        openapi_config=None,
    )


def _always(part: Any) -> Any:
    def provide() -> Any:
        return part

    return provide


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(app) as client:
        yield client
