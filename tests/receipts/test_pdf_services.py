"""What each service's own example looks like as a receipt: one sheet of paper."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pikepdf
import pytest

from backend.adapters.paper import Paper as Writer
from backend.domains.catalogue.loader import load_catalogue
from backend.words import Words
from tests.receipts.printed import print_html
from tests.receipts.samples import FRONTEND, ROOT, Paper, content, dossier
from tests.services.test_services import examples

pytestmark = pytest.mark.slow
CATALOGUE = load_catalogue()
WRITER = Writer(FRONTEND, Words.load(ROOT / "locales"))
PHOTO = (
    "chantier-nord.webp",
    "image/webp",
    183_211,
    "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed",
)


def pages(code: str, lang: str, **changes: Any) -> int:
    """How many its receipt takes, with a photo where the form has a place for one."""
    service = CATALOGUE.service(code)
    form, given = service.form, examples(service)["filed"]
    on: date = given["on"]
    moment = datetime(on.year, on.month, on.day, 15, 22, tzinfo=UTC)
    places = [field.id for field in form.fields() if field.kind == "file"]
    files = (Paper("photos" if "photos" in places else places[0], *PHOTO),) if places else ()
    answers = given["answers"] | changes
    filed = dossier(
        lang,
        service=code,
        answers=answers,
        files=files,
        filled_at=moment,
        received_at=moment,
        depositor=answers.get(form.depositor),
    )
    with pikepdf.open(io.BytesIO(print_html(WRITER.filing(content(filed, form))))) as pdf:
        return len(pdf.pages)


@pytest.mark.parametrize("code", CATALOGUE.codes())
def test_the_example_of_each_service_fits_one_page(code: str) -> None:
    assert pages(code, "ar") == 1


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_a_stoppage_of_three_workers_and_four_witnesses_fits_one_page(lang: str) -> None:
    stoppage = CATALOGUE.service("cacobatph.bad-weather-stoppage")
    workers = examples(stoppage)["filed"]["answers"]["workers"]
    assert pages(stoppage.code, lang, workers=[*workers, workers[0]]) == 1
