"""The dossiers that receipts are printed from here: an employer of Timimoun, and people who try to break the page."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from backend.adapters.tokens import CoseSigner
from backend.domains.dossiers.rules import Acting
from backend.domains.places.loader import load_places
from backend.domains.receipts.rules import (
    Limits,
    Proof,
    ReceiptContent,
    TokenFacts,
    receipt_content,
    receipt_number,
    tracking_secret,
    verify_url,
)
from backend.domains.receipts.rules.sources import FormSource
from backend.words import Translator, Words
from tests.receipts.keys import HeldKeys

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
ALGIERS = timezone(timedelta(hours=1))
SERVICE = "test.stoppage"
NIN, NSS, RIP, PHONE = "109840001274009321", "198412345678", "00799999000123456742", "+213550123987"
ENVELOPE = UUID("01949f3a-7c00-7000-8000-000000000001")
SIGNER = CoseSigner(HeldKeys("r2026"))


@dataclass(frozen=True)
class Question:
    id: str
    kind: str
    mask: bool = False
    columns: tuple["Question", ...] = ()


@dataclass(frozen=True)
class Page:
    id: str
    fields: tuple[Question, ...]


@dataclass(frozen=True)
class Paperwork:
    """A form as receipts read it."""

    code: str = SERVICE
    object: tuple[str, ...] = ("cause", "wilaya")
    legal: tuple[str, ...] = ("stoppage",)
    retention_years: int = 10
    steps: tuple[Page, ...] = (
        Page(
            "place",
            (
                Question("cause", "one_of"),
                Question("started", "datetime"),
                Question("site", "text"),
                Question("wilaya", "wilaya"),
                Question("works", "several_of"),
            ),
        ),
        Page(
            "employer",
            (
                Question("employer", "text"),
                Question("member", "digits", mask=True),
                Question("nin", "nin"),
                Question("account", "rip"),
                Question("phone", "phone"),
                Question("email", "email"),
            ),
        ),
        Page(
            "workers",
            (
                Question("present", "yes_no"),
                Question("advance", "amount"),
                Question(
                    "workers",
                    "table",
                    columns=(Question("name", "name_ar"), Question("nss", "nss"), Question("hours", "decimal")),
                ),
                Question("remark", "long_text"),
            ),
        ),
    )


@dataclass(frozen=True)
class Paper:
    field: str
    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Filed:
    """A dossier as receipts read it."""

    number: str = receipt_number("CB", "49", 2026, 4131)
    service: str = SERVICE
    service_version: int = 1
    body: str = "cacobatph"
    wilaya_code: str = "49"
    agency: str | None = "CB-01"
    lang: str = "ar"
    filled_at: datetime = datetime(2026, 2, 11, 13, 40, tzinfo=ALGIERS)
    received_at: datetime = datetime(2026, 2, 11, 15, 22, 5, tzinfo=UTC)
    digest: bytes = sha256(b"envelope").digest()
    envelope_id: UUID = ENVELOPE
    answers: dict[str, Any] = field(default_factory=dict)
    files: tuple[Paper, ...] = (
        Paper("photos", "chantier-nord.webp", "image/webp", 183_211, sha256(b"one").hexdigest()),
        Paper("signed_sheet", "المحضر الممضى.jpg", "image/jpeg", 412_000, sha256(b"two").hexdigest()),
    )
    flags: tuple[str, ...] = ()
    depositor: str | None = "مؤسسة الواحة للبناء •••274"
    acting: Acting | None = None


def worker(at: int) -> dict[str, str]:
    first = ("محمد", "ڤويدر", "فاطنة", "بلقاسم", "مولاي أحمد")[at % 5]
    last = ("بن عيسى", "دحماني", "زروقي", "العيّاشي", "بوڨرة")[at // 5 % 5]
    return {"name": f"{first} {last}", "nss": f"{198412345600 + at}", "hours": "8" if at % 3 else "6.5"}


def answers(workers: int = 4) -> dict[str, Any]:
    return {
        "cause": "wind",
        "started": "2026-02-10T08:00",
        "site": "Chantier Ɣerdaya-Ḍaya, lot 12",
        "wilaya": "49",
        "works": ["roofing", "masonry"],
        "employer": "مؤسسة الواحة للبناء",
        "member": "4900001274",
        "nin": NIN,
        "account": RIP,
        "phone": PHONE,
        "email": "contact@elwaha.example.dz",
        "present": True,
        "advance": "125000.50",
        "workers": [worker(at) for at in range(workers)],
        "remark": "اشتدّت الريح منذ السابعة صباحا فتوقفت الرافعة وغادر العمال السطح. الهاتف 0550 12 39 87.",
    }


def dossier(lang: str = "ar", **changes: Any) -> Filed:
    return replace(Filed(answers=answers(), lang=lang), **changes)


def content(filed: Filed, form: FormSource | None = None) -> ReceiptContent:
    token = SIGNER.token(TokenFacts(filed.number, filed.service, filed.digest[:16], filed.filled_at, filed.received_at))
    proof = Proof(
        token=token,
        secret=tracking_secret(b"t" * 32, filed.number, filed.digest),
        verify_url=verify_url("https://shubbak.example.dz", token),
        public_url="https://shubbak.example.dz",
    )
    limits = Limits(due_at=datetime(2026, 2, 12, 8, 0, tzinfo=ALGIERS), answer_by=date(2026, 2, 26))
    return receipt_content(filed, form or Paperwork(), load_places(), proof, limits)


SERVICE_WORDS = {
    "title": ("توقف ورشة بسبب الطقس", "Arrêt de chantier pour intempéries"),
    "step.place": ("المكان والوقت", "Lieu et heure"),
    "step.employer": ("صاحب العمل", "Employeur"),
    "step.workers": ("العمال", "Ouvriers"),
    "field.cause.label": ("السبب", "Cause"),
    "field.cause.option.wind": ("ريح", "Vent"),
    "field.started.label": ("بداية التوقف", "Début de l’arrêt"),
    "field.site.label": ("الورشة", "Chantier"),
    "field.wilaya.label": ("الولاية", "Wilaya"),
    "field.works.label": ("الأشغال المتوقفة", "Travaux arrêtés"),
    "field.works.option.roofing": ("التسقيف", "Couverture"),
    "field.works.option.masonry": ("البناء", "Maçonnerie"),
    "field.employer.label": ("الاسم", "Nom"),
    "field.member.label": ("رقم الانخراط", "N° d’adhérent"),
    "field.nin.label": ("رقم التعريف الوطني", "NIN"),
    "field.account.label": ("رقم الحساب", "RIP"),
    "field.phone.label": ("الهاتف", "Téléphone"),
    "field.email.label": ("البريد الإلكتروني", "Courriel"),
    "field.present.label": ("كل العمال كانوا حاضرين", "Tous les ouvriers étaient présents"),
    "field.advance.label": ("تسبيق مدفوع", "Avance versée"),
    "field.workers.label": ("قائمة العمال", "Liste des ouvriers"),
    "field.workers.name.label": ("الاسم واللقب", "Nom et prénom"),
    "field.workers.nss.label": ("رقم الضمان", "NSS"),
    "field.workers.hours.label": ("ساعات ضائعة", "Heures perdues"),
    "field.remark.label": ("ملاحظة", "Remarque"),
    "field.photos.label": ("صور الورشة", "Photos du chantier"),
    "field.signed_sheet.label": ("المحضر الممضى", "Constat signé"),
}


@cache
def words() -> Words:
    """The receipt's own words, and those of the service these tests file: no other word changes these pages."""
    with TemporaryDirectory() as folder:
        for lang in ("ar", "fr", "kab"):
            messages = Path(folder, lang, "LC_MESSAGES")
            messages.mkdir(parents=True)
            for name in ("receipts.po", "ui.po"):
                (messages / name).symlink_to(ROOT / "locales" / lang / "LC_MESSAGES" / name)
        loaded = Words.load(Path(folder))
    extra = {
        lang: {f"{SERVICE}.{key}": pair[at] for key, pair in SERVICE_WORDS.items()}
        | {"legal.stoppage": ("الأمر 97-01 المؤرخ في 11 جانفي 1997", "ordonnance n° 97-01 du 11 janvier 1997")[at]}
        for at, lang in enumerate(("ar", "fr"))
    }
    extra["kab"] = extra["fr"]
    return Words(
        {
            lang: Translator(
                lang, {**loaded.of(lang).texts, **extra[lang]}, loaded.of(lang).own | frozenset(extra[lang])
            )
            for lang in ("ar", "fr", "kab")
        }
    )
