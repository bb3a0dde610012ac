"""A counter with its receipts: a database, keys, a filed dossier, and the pages that open it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import AsyncTestClient

from backend.adapters.paper import Paper
from backend.adapters.qr import qr_svg
from backend.app import Front
from backend.domains.dossiers.operations import Filed, file_many
from backend.domains.dossiers.rules import Clock, FileRef, Filing
from backend.domains.receipts.rules import tracking_secret
from backend.domains.sync.ports import Centre
from backend.kernel.ids import uuid7
from backend.program import ROOT, Program, put_together
from backend.settings import Settings
from backend.storage.keys import KeyFolder
from backend.web.errors import exception_handlers
from backend.web.pages import PublicPages
from backend.web.public import follow, verify
from backend.web.public.receipt import ReceiptPages
from backend.web.security import secure
from backend.web.templates import Templates
from backend.words import Words

DIGEST = sha256(b"an envelope").digest()
NSS = "801234567831"
SERVICE = "cacobatph.bad-weather-stoppage"


@dataclass(frozen=True)
class Counter:
    """The parts of one counter, and its pages."""

    centre: Centre
    words: Words
    templates: Templates
    pages: PublicPages
    app: Litestar

    def secret(self, number: str, digest: bytes = DIGEST) -> str:
        return tracking_secret(self.centre.keys.current("tracking").secret, number, digest)


@pytest.fixture
def counter(tmp_path: Path, program: Program, shop_front: Front) -> Counter:
    words, assets, templates, pages = program.words, shop_front.assets, shop_front.templates, shop_front.pages
    settings = Settings.from_environment(
        {
            "SHUBBAK_PUBLIC_URL": "https://counter.example",
            "SHUBBAK_DATA_DIR": str(tmp_path / "data"),
            "SHUBBAK_KEY_DIR": str(tmp_path / "keys"),
        }
    )
    KeyFolder.create(settings.key_dir)
    centre = put_together(settings).centre
    parts = {
        "centre": centre,
        "words": words,
        "templates": templates,
        "pages": pages,
        "receipt_pages": ReceiptPages(
            centre,
            words,
            templates,
            settings.public_url,
            draw_qr=qr_svg,
            on_roll=partial(Paper(ROOT / "frontend", words).thermal, asset=assets.url),
        ),
    }
    app = Litestar(
        [*follow.routes, *verify.routes],
        dependencies={name: Provide(_always(part), sync_to_thread=False) for name, part in parts.items()},
        exception_handlers=exception_handlers(templates),
        before_send=[secure],
        openapi_config=None,
    )
    return Counter(centre, words, templates, pages, app)


def _always(part: Any) -> Callable[[], Any]:
    def provide() -> Any:
        return part

    return provide


@pytest.fixture
async def client(counter: Counter) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(counter.app) as client:
        yield client


@pytest.fixture
async def filed(counter: Counter, sqlite: str) -> Filed:
    """An employer of Adrar declared a stoppage."""
    (one,) = await file_many(
        filings=[filing()], sealer=counter.centre.sealer, keys=counter.centre.keys, signer=counter.centre.signer
    )
    return one


def filing() -> Filing:
    return Filing(
        envelope_id=uuid7(),
        digest=DIGEST,
        owner=uuid7(),
        person=None,
        body="cacobatph",
        prefix="CB",
        agency="CB-01",
        wilaya_code="01",
        service=SERVICE,
        service_version=1,
        lang="ar",
        filled_at=datetime(2026, 2, 11, 12, 40, tzinfo=UTC),
        received_at=datetime(2026, 2, 11, 15, 22, tzinfo=UTC),
        state="filed",
        clock=Clock(date(2026, 3, 13), date(2026, 2, 16)),
        answers={
            "employer_name": "SARL El Waha Bâtiment",
            "employer_number": "49000127",
            "phone": "+213661234567",
            "stopped_on": "2026-02-10",
            "stopped_at": "08:00",
            "cause": "wind",
            "resumed": False,
            "wilaya": "01",
            "site": "Lot 12, route de Reggane",
            "activity": "Couverture",
            "site_head_name": "Belkacem Dahmani",
            "first_representative_name": "Aïssa Moulay",
            "second_representative_name": "Fatna Zerrouki",
            "signing": "device",
            "workers": [
                {"name": "محمد بن عيسى", "nss": NSS, "job": "Maçon", "open_air": True, "hours_lost": "8"},
            ],
            "declaration": True,
        },
        files=(FileRef("photos", "chantier.jpg", "image/jpeg", 120_000, sha256(b"photo").hexdigest()),),
        depositor="SARL El Waha Bâtiment",
    )
