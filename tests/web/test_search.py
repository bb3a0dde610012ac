"""Finding a service by one's own words, with and without scripts."""

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from backend.kernel.folding import search_words

Client = AsyncTestClient[Litestar]
ROOT = Path(__file__).resolve().parents[2]
STOPPAGE, LEAVE = "cacobatph.bad-weather-stoppage", "cacobatph.leave-claim"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("مطر", STOPPAGE),
        ("المطر", STOPPAGE),
        ("بالمطر", STOPPAGE),
        ("intemperies", STOPPAGE),
        ("INTEMPÉRIES", STOPPAGE),
        ("conges", LEAVE),
        ("عطلة", LEAVE),
        ("العطله", LEAVE),
        ("سكن", "fnpos.rural-housing-aid"),
        ("انشغال", "ministry.concern"),
    ],
)
async def test_people_find_it_however_they_spell(house: SimpleNamespace, query: str, code: str) -> None:
    for lang in ("ar", "fr"):
        assert code in [found.code for found in house.index.found(query, lang)][:4]


def test_every_word_must_be_found(house: SimpleNamespace) -> None:
    assert house.index.found("pluie zzz", "fr") == []
    assert house.index.found("  ", "fr") == []
    assert house.index.found("؟!", "ar") == []


def test_words_are_compared_without_signs_case_or_article() -> None:
    assert search_words("العُطَل المَدفوعة الأجر ٢٠٢٥") == ["عطل", "مدفوعه", "اجر", "2025"]
    assert search_words("Congés-payés, œuvres") == ["conges", "payes", "oeuvres"]


async def test_the_first_page_answers_without_scripts(client: Client) -> None:
    page = await client.get("/fr/", params={"q": "pluie"})
    assert page.headers["cache-control"] == "no-store"
    assert f'href="/fr/services/{STOPPAGE}"' in page.text
    assert 'value="pluie"' in page.text


async def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    page = (await client.get("/ar/", params={"q": '"><script>alert(1)</script>'})).text
    assert "<script>alert" not in page
    assert "لم نجد خدمة" in page


async def test_an_endless_query_is_cut(client: Client) -> None:
    page = await client.get("/fr/", params={"q": "x" * 2000})
    assert page.status_code == 200
    assert "x" * 81 not in page.text


async def test_the_list_of_services_filters_with_and_without_scripts(client: Client) -> None:
    page = (await client.get("/fr/services", params={"q": "logement"})).text
    assert "<html" in page
    fragment = await client.get("/fr/services/found", params={"q": "logement"})
    assert "<html" not in fragment.text
    assert fragment.headers["cache-control"] == "no-store"
    assert "fnpos." in fragment.text
    assert STOPPAGE not in fragment.text
    assert STOPPAGE in (await client.get("/fr/services/found")).text


def test_the_phone_finds_what_the_server_finds(house: SimpleNamespace) -> None:
    entries = [*house.index.browser("fr")]
    queries = ["pluie", "العطله", "CONGÉS payés", "compte", "logement", "zzz", "بالمطر", "attestation", "٢"]
    program = f"""
        import {{ find }} from {json.dumps(str(ROOT / "frontend/js/search.js"))};
        const entries = {json.dumps(entries)};
        const answers = {json.dumps(queries)}.map((query) => find(entries, query).map(({{ code }}) => code));
        console.log(JSON.stringify(answers));
    """
    run = subprocess.run(["node", "--input-type=module", "-e", program], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == [[found.code for found in house.index.found(query, "fr")] for query in queries]
