"""The server, put together: parts, pages, routes."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from backend.adapters.paper import Paper
from backend.adapters.qr import qr_svg
from backend.carriers import carriers, push_of
from backend.domains.sync.operations.counter import file_at_counter
from backend.kernel.days import day_in_algiers
from backend.program import ROOT, Program, put_together, running
from backend.settings import Settings
from backend.web import guards, screens
from backend.web.account import account, ceremonies, employers, identity, mandates, notices, post
from backend.web.account.notices import Channels
from backend.web.account.page import own_page
from backend.web.assets import Assets
from backend.web.counter import check, dossiers
from backend.web.counter.form import FormPages
from backend.web.counter.search import SearchIndex
from backend.web.desk import (
    desk,
    dossier,
    exports,
    filters,
    glass,
    holidays,
    late,
    live,
    papers,
    people,
    quarantine,
    queue,
    recovery,
    together,
    workflow,
)
from backend.web.desk import employers as employers_at_desk
from backend.web.desk.page import desk_page
from backend.web.device import routes as device
from backend.web.device.contract import carry
from backend.web.device.manifest import bundle, kept
from backend.web.device.openapi import document
from backend.web.device.quota import Quotas
from backend.web.errors import exception_handlers
from backend.web.pages import PublicPages
from backend.web.public import acts as acts_of_filer
from backend.web.public import authority, claim, correction, figures, follow, health, verify, workers
from backend.web.public.receipt import ReceiptPages
from backend.web.security import secure
from backend.web.staff import staff
from backend.web.templates import Templates
from backend.worker import worked

LARGEST_REQUEST = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Front:
    """What the public sees, rendered once; it knows no database."""

    assets: Assets
    templates: Templates
    index: SearchIndex
    forms: FormPages
    pages: PublicPages


def create_app() -> Litestar:
    """The whole server of the installation that the environment describes."""
    program = put_together(Settings.from_environment(os.environ))
    return server(program, front(program))


def front(program: Program, *, on: date | None = None) -> Front:
    """Every public page of an installation, as of a day: today, unless another is said."""
    centre, words = program.centre, program.words
    assets = Assets.load(ROOT / "frontend", ROOT / "static")
    templates = Templates(ROOT / "frontend", words, assets)
    index = SearchIndex(centre.catalogue, words)
    today = on or day_in_algiers(datetime.now(UTC))
    forms = FormPages(words, centre.places, today)
    pages = screens.public_pages(
        templates,
        words,
        assets,
        centre.catalogue,
        centre.parameters,
        index,
        forms,
        on=today,
        public_url=program.settings.public_url,
        qr=qr_svg,
    )
    sources = {path: (ROOT / "frontend" / path.lstrip("/")).read_text() for path in workers.PATHS}
    workers.add_pages(pages, sources, bundle=bundle(kept(pages, assets))["version"], release=assets.release)
    return Front(assets, templates, index, forms, pages)


def server(program: Program, front: Front, *, compressed: bool = True) -> Litestar:
    """The server of a program that is put together; `compressed`: its pages are, ahead of the first visitor."""
    centre = program.centre
    parts: dict[str, Any] = {
        "settings": program.settings,
        "words": program.words,
        "centre": centre,
        "catalogue": centre.catalogue,
        "places": centre.places,
        "templates": front.templates,
        "assets": front.assets,
        "pages": front.pages,
        "search_index": front.index,
        "receipt_pages": ReceiptPages(
            centre,
            program.words,
            front.templates,
            program.settings.public_url,
            draw_qr=qr_svg,
            on_roll=partial(Paper(ROOT / "frontend", program.words).thermal, asset=front.assets.url),
        ),
        "forms": front.forms,
        "quotas": Quotas(),
        "pulse": live.Pulse(),
        "sealer": centre.sealer,
        "channels": Channels(tuple(carriers(program)), push_of(program).public_key, program.settings.push_hosts),
        "passkeys": centre.passkeys,
        "roles": centre.roles,
        "api_document": document.ApiDocument(centre.catalogue),
        "file_at_counter": partial(file_at_counter, centre),
    }
    known: dict[str, Callable[..., Any]] = {
        "session": guards.session,
        "own": own_page,
        "staff": guards.staff,
        "desk": desk_page,
    }
    return Litestar(
        route_handlers=[
            *screens.routes,
            *check.routes,
            *dossiers.routes,
            *follow.routes,
            *acts_of_filer.routes,
            *correction.routes,
            *account.routes,
            *identity.routes,
            *mandates.routes,
            *employers.routes,
            *post.routes,
            *notices.routes,
            *desk.routes,
            *queue.routes,
            *live.routes,
            *filters.routes,
            *together.routes,
            *dossier.routes,
            *papers.routes,
            *workflow.routes,
            *late.routes,
            *holidays.routes,
            *exports.routes,
            *quarantine.routes,
            *employers_at_desk.routes,
            *glass.routes,
            *people.routes,
            *recovery.routes,
            *staff.routes,
            *ceremonies.routes,
            *claim.routes,
            *verify.routes,
            *figures.routes,
            *workers.routes,
            *authority.routes,
            *health.routes,
            *device.routes,
            *document.routes,
        ],
        dependencies={name: Provide(_always(part), sync_to_thread=False) for name, part in parts.items()}
        | {name: Provide(made) for name, made in known.items()},
        exception_handlers=exception_handlers(front.templates),
        before_send=[secure, carry],
        lifespan=[_open(program), *([_frozen, _compressing(front.pages)] if compressed else [])],
        state=State({"centre": centre}),
        request_max_body_size=LARGEST_REQUEST,
        openapi_config=None,
        logging_config=None,
    )


def _always(part: Any) -> Callable[[], Any]:
    def provide() -> Any:
        return part

    return provide


def _open(program: Program) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def open_for_requests(app: Litestar) -> AsyncIterator[None]:
        async with running(program), worked(program, here=program.settings.worker_in_process):
            yield

    return open_for_requests


@asynccontextmanager
async def _frozen(app: Litestar) -> AsyncIterator[None]:
    """What was loaded stays as long as the server does: looking through it for garbage held a request up for 90 ms."""
    gc.collect()
    gc.freeze()
    yield


def _compressing(pages: PublicPages) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def compressing_meanwhile(app: Litestar) -> AsyncIterator[None]:
        compressing = asyncio.create_task(pages.compress())
        try:
            yield
        finally:
            compressing.cancel()
            with suppress(asyncio.CancelledError):
                await compressing

    return compressing_meanwhile
