"""The public screens as a browser without scripts gets them."""

import gzip
import re
from types import SimpleNamespace

import brotli  # type: ignore[import-untyped]
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from backend.kernel.languages import LANGUAGES
from backend.web.assets import Assets
from backend.web.device.manifest import bundle, kept

Client = AsyncTestClient[Litestar]
STOPPAGE = "cacobatph.bad-weather-stoppage"


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_page_of_a_language_opens(client: Client, house: SimpleNamespace, lang: str) -> None:
    for path in house.pages.paths(lang):
        answer = await client.get(path, headers={"Accept-Encoding": "identity"})
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html") and path.startswith(f"/{lang}/"):
            assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in answer.text
            assert answer.text.count("<h1") == 1, path


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_device_keeps_the_pages_it_needs_without_network(house: SimpleNamespace, lang: str) -> None:
    kept = house.pages.paths(lang)
    for path in ("/", "/services", "/help", "/requests", "/offline", "/search.json", "/manifest.webmanifest"):
        assert f"/{lang}{path}" in kept
    for code in house.catalogue.codes():
        assert f"/{lang}/services/{code}" in kept
        assert f"/{lang}/services/{code}/form" in kept


async def test_rendering_twice_gives_the_same_bytes(house: SimpleNamespace) -> None:
    page = house.pages.body("/ar/help")
    text = house.templates.render("counter/help.html", "ar", path="/help")
    assert page.plain == text.encode()


async def test_the_root_leads_to_the_language_the_browser_likes(client: Client) -> None:
    for wish, lang in (
        ("fr-FR,fr;q=0.9,ar;q=0.8", "fr"),
        ("en;q=1, kab;q=0.7, fr;q=0.2", "kab"),
        ("en", "ar"),
        ("", "ar"),
        ("fr;q=0, *;q=bad", "ar"),
    ):
        answer = await client.get("/", headers={"accept-language": wish}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, f"/{lang}/"), wish
        assert answer.headers["vary"] == "Accept-Language"


async def test_a_page_is_sent_in_the_smallest_form_the_browser_takes(client: Client, house: SimpleNamespace) -> None:
    plain = house.pages.body("/fr").plain
    for accepted, encoding, unpack in (
        ("gzip, br", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
    ):
        async with client.stream("GET", "/fr/", headers={"accept-encoding": accepted}) as answer:
            raw = b"".join([part async for part in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == encoding
        assert answer.headers["vary"] == "Accept-Encoding"
        assert unpack(raw) == plain
    answer = await client.get("/fr/", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == plain


async def test_a_page_the_browser_has_is_not_sent_again(client: Client) -> None:
    first = await client.get("/ar/services")
    again = await client.get("/ar/services", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = await client.get("/ar/services", headers={"if-none-match": '"something-else"'})
    assert other.status_code == 200
    assert first.headers["cache-control"] == "no-cache"


async def test_every_answer_carries_the_policy(client: Client) -> None:
    for path in ("/ar/", "/ar/nowhere", "/broken", "/static/x/js/nothing.js"):
        headers = (await client.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "permissions-policy" in headers
    assert (await client.get("/ar/")).headers["referrer-policy"] == "same-origin"
    assert (await client.get("/V/ABC")).headers["referrer-policy"] == "no-referrer"


async def test_no_page_breaks_the_policy_it_is_sent_with(house: SimpleNamespace) -> None:
    for lang in LANGUAGES:
        for path in house.pages.paths(lang):
            text = house.pages.body(path).plain.decode()
            assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text), path
            for script in re.findall(r"<script[^>]*>", text):
                assert "src=" in script or 'type="application/json"' in script, path


async def test_scripts_and_styles_live_under_the_release(client: Client, house: SimpleNamespace) -> None:
    page = (await client.get("/ar/")).text
    for address in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)):
        answer = await client.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"]
    old = await client.get("/static/0123456789ab/js/page.js")
    assert old.headers["cache-control"] == "no-cache"
    assert house.assets.release in house.assets.url("js/page.js")


async def test_a_changed_byte_is_a_new_release(house: SimpleNamespace) -> None:
    files = dict(house.assets.files)
    files["js/page.js"] = type(files["js/page.js"])(b"// other", files["js/page.js"].media_type)
    assert Assets(files).release != house.assets.release


async def test_the_version_of_what_is_kept_does_not_depend_on_its_order(house: SimpleNamespace) -> None:
    everything = kept(house.pages, house.assets)
    assert bundle(everything) == bundle(everything[::-1])
    assert bundle(everything) != bundle(everything[1:])


async def test_a_page_preloads_every_script_it_imports(house: SimpleNamespace) -> None:
    wanted = house.assets.modules("js/requests.js")
    assert wanted == ("js/requests.js", "js/common.js")


async def test_the_style_of_all_pages_is_small(house: SimpleNamespace) -> None:
    assert len(house.assets.files["css/style.css"].br) <= 10_000


async def test_the_language_switch_leads_to_the_same_page(client: Client) -> None:
    page = (await client.get(f"/ar/services/{STOPPAGE}")).text
    assert f'data-switch href="/fr/services/{STOPPAGE}"' in page
    assert ">Français</a>" in page


async def test_a_service_says_who_when_what_how_much_and_why(client: Client) -> None:
    page = (await client.get(f"/fr/services/{STOPPAGE}")).text
    for said in (
        "<b>48</b> heures",
        "Qui peut le faire",
        "À préparer",
        "Si vous dépassez le délai",
        "Gratuit.",
        "97-01",
    ):
        assert said in page
    assert f'href="/fr/services/{STOPPAGE}/form"' in page
    # today's dates are worked out in the browser: the page is the same every day
    assert 'data-deadline="48"' in page


async def test_the_paper_twin_asks_what_the_form_asks(client: Client, house: SimpleNamespace) -> None:
    page = (await client.get(f"/ar/services/{STOPPAGE}/paper")).text
    words = house.words.of("ar")
    for field in house.catalogue.service(STOPPAGE).form.fields():
        if field.kind != "file":
            assert words(f"{STOPPAGE}.field.{field.id}.label") in page
    assert f"https://counter.example/ar/services/{STOPPAGE}/form" in page
    assert "<svg" in page


async def test_the_app_can_be_installed_in_each_language(client: Client) -> None:
    for lang in LANGUAGES:
        answer = await client.get(f"/{lang}/manifest.webmanifest")
        assert answer.headers["content-type"].startswith("application/manifest+json")
        manifest = answer.json()
        assert manifest["start_url"] == f"/{lang}/"
        for icon in manifest["icons"]:
            assert (await client.get(icon["src"])).headers["content-type"] == "image/png"


async def test_browsers_find_an_icon_without_being_told(client: Client) -> None:
    assert (await client.get("/favicon.ico")).status_code == 200
