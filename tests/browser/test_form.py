"""The form on a phone: typing that lasts, one writer, conditions, photos, lists, and what is told when work is left."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Page, Route, async_playwright

from backend.kernel.digits import fold_digits
from tests.browser.conftest import FLAGS
from tests.browser.employer import FORM, Belkacem
from tests.browser.phone import Phone, until
from tests.browser.test_screens import faults_of, fits
from tests.counter import Counter
from tests.form.test_counter import TYPED
from tests.form.workbook import workbook

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIST = [
    ["Nom et prénom", "NSS", "Métier", "Plein air", "Heures avant", "Heures perdues", "Salaire"],
    ["Aïssa Moulay", "801234567890", "Maçon", "oui", "320", "8", "45 000,50"],
    ["عيسى مولاي", "٨٠١٢٣٤٥٦٧٨٩١", "بناء", "نعم", "310", "7,5", "48000"],
    ["Fatna Zerrouki", "12", "Peintre", "non", "300", "8", "39 000 DA"],
]


@pytest.fixture(scope="module")
def counter(prepared: Counter) -> Counter:
    """One server for all of this: nothing here kills it."""
    prepared.start()
    return prepared


async def goes_to(page: Page, step: str) -> None:
    """Opens a section by its address, as a link or a reload does."""
    await page.evaluate("(step) => { location.hash = location.hash.replace(/&?step=.*/, '') + `&step=${step}` }", step)
    await page.wait_for_selector(f"section[data-step='{step}']:not([hidden])")


async def draft(phone: Phone) -> Any:
    return await phone.core("drafts", "async (drafts) => (await drafts.drafts())[0]")


async def begun(phone: Phone, lang: str = "fr") -> Belkacem:
    belkacem = Belkacem(phone, lang)
    await belkacem.opens_the_form()
    await belkacem.types(employer_name="SARL El Waha")
    await belkacem.kept("SARL El Waha")
    return belkacem


async def test_a_reload_while_typing_loses_nothing_that_was_kept_and_asks_nothing(phone: Phone) -> None:
    await begun(phone)
    assert "#draft=" in phone.page.url
    assert await phone.page.inner_text("#kept") != ""
    await phone.page.reload()
    await phone.page.wait_for_selector("#form[data-ready]")
    assert await phone.page.input_value("[name=employer_name]") == "SARL El Waha"
    assert await phone.page.locator("#offer").is_hidden()


async def test_what_was_typed_before_the_script_came_is_taken_over(phone: Phone) -> None:
    held: list[Route] = []
    await phone.page.context.route("**/js/form.js", lambda route: held.append(route))
    await phone.page.goto(phone.address + f"/fr{FORM}", wait_until="commit")
    await phone.page.fill("[name=employer_name]", "SARL El Waha")
    await until(lambda: came(held))
    await held[0].continue_()
    await phone.page.wait_for_selector("#form[data-ready]")
    assert await phone.page.input_value("[name=employer_name]") == "SARL El Waha"
    await Belkacem(phone, "fr").kept("SARL El Waha")


async def came(held: list[Route]) -> bool:
    return bool(held)


async def test_a_full_disk_is_told_until_there_is_room_and_the_text_stays(phone: Phone) -> None:
    belkacem = await begun(phone)
    await phone.page.evaluate(
        """() => {
          window.put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError") };
        }"""
    )
    await belkacem.types(employer_name="SARL El Waha Bâtiment")
    told = phone.page.locator("#trouble")
    await told.filter(has_text="Mémoire pleine").wait_for()
    assert await phone.page.input_value("[name=employer_name]") == "SARL El Waha Bâtiment"
    await phone.page.evaluate("() => { IDBObjectStore.prototype.put = window.put }")
    await belkacem.types(employer_number="49000127")
    await belkacem.kept("SARL El Waha Bâtiment")
    await told.wait_for(state="hidden")


async def test_the_language_is_changed_in_the_middle_and_nothing_is_lost(phone: Phone) -> None:
    belkacem = await begun(phone)
    await belkacem.types(employer_number="49000127", phone="0661234567")
    await belkacem.goes_on("place")
    await belkacem.types(site="Ksar de Timimoun")
    await phone.page.click("[data-switch]")
    await phone.page.wait_for_url("**/ar/services/**")
    await phone.page.wait_for_selector("section[data-step=place]:not([hidden])")
    assert await phone.page.input_value("[name=site]") == "Ksar de Timimoun"


async def test_back_goes_to_the_section_before_and_forward_returns(phone: Phone) -> None:
    belkacem = await begun(phone)
    await belkacem.types(employer_number="49000127", phone="0661234567")
    await belkacem.goes_on("place")
    await phone.page.go_back()
    await phone.page.wait_for_selector("section[data-step=employer]:not([hidden])")
    await phone.page.go_forward()
    await phone.page.wait_for_selector("section[data-step=place]:not([hidden])")
    await phone.page.click("#back")
    await phone.page.wait_for_selector("section[data-step=employer]:not([hidden])")
    assert await phone.page.inner_text("#windows .now") == "1"


async def test_a_second_tab_reads_and_the_first_goes_on_writing(phone: Phone) -> None:
    belkacem = await begun(phone)
    second = await phone.page.context.new_page()
    await second.goto(phone.page.url)
    await second.wait_for_selector("#form[data-reading]")
    assert "ouvert dans une autre page" in await second.inner_text("#offer")
    await second.wait_for_selector("#answers dd")
    assert "SARL El Waha" in await second.inner_text("#answers")
    assert await second.locator("#go").is_hidden()
    assert await second.locator("#answers a").count() == 0
    await belkacem.types(employer_name="SARL El Waha Bâtiment")
    await belkacem.kept("SARL El Waha Bâtiment")
    await phone.page.close()
    await second.click("#offer button")
    await second.wait_for_selector("#form[data-ready]:not([data-reading])")
    assert await second.input_value("[name=employer_name]") == "SARL El Waha Bâtiment"


async def test_what_is_asked_follows_what_was_answered(phone: Phone) -> None:
    belkacem = await begun(phone)
    await goes_to(phone.page, "place")
    assert await phone.page.locator("[data-field=max_temperature]").is_hidden()
    await belkacem.taps("cause", "heat")
    assert await phone.page.locator("[data-field=max_temperature]").is_visible()
    await belkacem.types(max_temperature="48")
    await belkacem.taps("cause", "wind")
    assert await phone.page.locator("[data-field=max_temperature]").is_hidden()
    await belkacem.taps("cause", "heat")
    assert await phone.page.input_value("[name=max_temperature]") == "48"


@pytest.mark.parametrize(
    ("lang", "count", "missing"),
    [
        ("fr", "Encore 3 choses avant de continuer", "Indiquez l’heure de l’arrêt"),
        ("ar", "بقيت 3 أشياء قبل المتابعة", "اكتب ساعة توقف العمل"),
    ],
)
async def test_what_is_left_takes_the_focus_and_says_the_same_twice(
    phone: Phone, lang: str, count: str, missing: str
) -> None:
    belkacem = await begun(phone, lang)
    await goes_to(phone.page, "place")
    await belkacem.taps("stopped_on.day", "today")
    await belkacem.taps("cause", "rain")
    await belkacem.taps("resumed", "no")
    await belkacem.types(site="Ksar")
    await phone.page.click("#go")
    assert await phone.page.evaluate("document.activeElement.id") == "faults"
    assert await phone.page.inner_text("#faults h2") == count
    links = await phone.page.locator("#faults a").all_inner_texts()
    assert links[0].startswith(missing)
    at_field = phone.page.locator("[data-field=stopped_at]")
    assert await at_field.locator(".fault").inner_text() == links[0]
    assert "wrong" in str(await at_field.get_attribute("class"))
    assert await faults_of(phone.page) == []
    await phone.page.locator("#faults a").first.click()
    assert await phone.page.evaluate("document.activeElement.name") == "stopped_at.hour"
    await belkacem.types(stopped_at__hour="٨", stopped_at__minute="٣٠")
    assert await at_field.locator(".fault").is_hidden()
    await belkacem.kept('"stopped_at":"08:30"')


async def test_a_number_that_looks_odd_is_told_and_stops_nobody(phone: Phone) -> None:
    await begun(phone)
    await goes_to(phone.page, "crew")
    await phone.page.click("[data-add]")
    await phone.page.fill("[name='workers.0.nss']", "801234567899")
    await phone.page.press("[name='workers.0.nss']", "Tab")
    note = phone.page.locator("[data-field='workers.0.nss'] .fault")
    await note.wait_for()
    assert "odd" in str(await note.get_attribute("class"))
    assert await phone.page.get_attribute("[name='workers.0.nss']", "aria-invalid") is None


def photo_of_the_site() -> bytes:
    """A tall picture lying on its side, as phones write it, with the place where it was taken."""
    image = Image.effect_noise((2000, 1500), 40).convert("RGB")
    image.paste((200, 30, 30), (0, 0, 1000, 1500))
    marks = Image.Exif()
    marks[0x0112] = 6
    marks.get_ifd(0x8825)[1] = "N"
    into = io.BytesIO()
    image.save(into, "JPEG", quality=95, exif=marks)
    return into.getvalue()


async def test_a_photo_is_upright_small_and_says_nothing_of_the_place(phone: Phone, tmp_path: Path) -> None:
    await begun(phone)
    await goes_to(phone.page, "place")
    (tmp_path / "site.jpg").write_bytes(photo_of_the_site())
    async with phone.page.expect_file_chooser() as choosing:
        await phone.page.click("[data-field=photos] [data-camera]")
    await (await choosing.value).set_files(tmp_path / "site.jpg")
    await phone.page.wait_for_selector("[data-field=photos] li img[src]")
    (kept,) = await until(lambda: kept_files(phone))
    assert kept["size"] <= 300_000
    read = """async (drafts, file) => {
      const bytes = new Uint8Array(await (await drafts.fileBlob(file.id, file.type)).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    }"""
    image = Image.open(io.BytesIO(base64.b64decode(await phone.core("drafts", read, kept))))
    assert max(image.size) <= 1600
    assert image.height > image.width
    assert not image.getexif()
    red = image.convert("RGB").getchannel("R").getpixel((image.width // 2, image.height // 4))
    assert isinstance(red, int)
    assert red > 150
    await phone.page.click("[data-field=photos] li button")
    assert await phone.page.locator("[data-field=photos] li").count() == 0
    await until(lambda: no_files(phone))


async def kept_files(phone: Phone) -> Any:
    return (await draft(phone))["files"]


async def no_files(phone: Phone) -> bool:
    return not await kept_files(phone)


async def test_a_file_that_is_no_photo_is_said_where_it_was_chosen(phone: Phone, tmp_path: Path) -> None:
    await begun(phone)
    await goes_to(phone.page, "place")
    (tmp_path / "notes.txt").write_text("bonjour")
    (tmp_path / "broken.jpg").write_bytes(b"not a picture")
    told = phone.page.locator("[data-field=photos] [data-told]")
    for name, words in (("notes.txt", "pas une photo"), ("broken.jpg", "ne s’ouvre pas")):
        async with phone.page.expect_file_chooser() as choosing:
            await phone.page.click("[data-field=photos] [data-pick]")
        await (await choosing.value).set_files(tmp_path / name)
        await told.filter(has_text=words).wait_for()


async def test_a_list_is_pasted_checked_row_by_row_and_mended(phone: Phone) -> None:
    await begun(phone)
    await goes_to(phone.page, "crew")
    await phone.page.click("[data-paste]")
    await phone.page.fill("#paste", "\n".join("\t".join(row) for row in LIST))
    await phone.page.click(".paste .button")
    chosen = await phone.page.locator(".paste select").evaluate_all("(all) => all.map((one) => one.value)")
    assert chosen == ["name", "nss", "job", "open_air", "hours_before", "hours_lost", "monthly_pay"]
    assert await faults_of(phone.page) == []
    await phone.page.click(".paste .button")
    await phone.page.wait_for_selector(".people")
    assert await phone.page.locator(".people tbody th").all_inner_texts() == [
        "1 Aïssa Moulay",
        "2 عيسى مولاي",
        "3 Fatna Zerrouki",
    ]
    assert await phone.page.locator(".amiss .fault").count() == 1
    assert "23,5" in await phone.page.inner_text(".panel.facts")
    assert await faults_of(phone.page) == []
    await phone.page.click("#go")
    assert (await phone.page.locator("#faults a").first.inner_text()).startswith("Ouvrier 3")
    await phone.page.locator("#faults a").first.click()
    assert await phone.page.evaluate("document.activeElement.name") == "workers.2.nss"
    await phone.page.fill("[name='workers.2.nss']", "801234567832")
    await phone.page.locator(".row .button").click()
    await phone.page.wait_for_selector(".people")
    assert await phone.page.locator(".amiss").count() == 0
    await phone.page.locator(".people .link").first.click()
    assert await phone.page.locator(".people tbody th").count() == 2
    rows = await until(lambda: two_rows(phone))
    assert rows[0]["hours_lost"] == "7.5"
    assert rows[0]["nss"] == "801234567891"


async def two_rows(phone: Phone) -> Any:
    rows = (await draft(phone))["answers"]["workers"]
    return rows if len(rows) == 2 else None


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_a_list_is_read_from_an_office_file(phone: Phone, tmp_path: Path, kind: str) -> None:
    await begun(phone)
    await goes_to(phone.page, "crew")
    path = tmp_path / f"ouvriers.{kind}"
    path.write_bytes(
        workbook(LIST) if kind == "xlsx" else fold_digits("\n".join(";".join(row) for row in LIST)).encode("cp1256")
    )
    await phone.page.click("[data-paste]")
    async with phone.page.expect_file_chooser() as choosing:
        await phone.page.locator(".paste .button").nth(1).click()
    await (await choosing.value).set_files(path)
    await phone.page.wait_for_selector(".paste select")
    await phone.page.click(".paste .button")
    await phone.page.wait_for_selector(".people")
    assert await phone.page.locator(".people tbody th").count() == 3


async def test_a_list_past_the_limit_asks_for_a_file(phone: Phone) -> None:
    await begun(phone)
    await goes_to(phone.page, "crew")
    await phone.page.click("[data-paste]")
    await phone.page.fill("#paste", "\n".join(f"Moulay {at};801234567890" for at in range(201)))
    await phone.page.click(".paste .button")
    assert "201 ouvriers" in await phone.page.inner_text(".paste .fault")
    assert await phone.page.locator(".paste select").count() == 0


async def test_filing_is_stopped_by_what_is_left_anywhere(phone: Phone) -> None:
    belkacem = await begun(phone)
    await goes_to(phone.page, "check")
    await phone.page.wait_for_selector("#answers .block")
    assert "Serveur jamais joint" not in await phone.page.inner_text("#answers")
    await phone.page.click("#go")
    assert await phone.page.locator("#faults a").count() == 1
    await belkacem.taps("declaration")
    await phone.page.click("#go")
    await phone.page.wait_for_selector("section[data-step=employer]:not([hidden])")
    assert await phone.page.locator("#faults a").count() == 2


async def test_a_draft_is_offered_to_who_comes_back_by_the_front_door(phone: Phone) -> None:
    belkacem = await begun(phone)
    await belkacem.opens_the_form()
    assert await phone.page.input_value("[name=employer_name]") == ""
    await belkacem.takes_up_the_draft()
    assert await phone.page.input_value("[name=employer_name]") == "SARL El Waha"


async def test_a_draft_that_is_gone_is_said_to_be(phone: Phone) -> None:
    await phone.visit(f"/fr{FORM}#draft=01920000-0000-7000-8000-000000000000")
    await phone.page.wait_for_selector("#form[data-ready]")
    assert "n’est plus sur ce téléphone" in await phone.page.inner_text("#offer")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_every_section_holds_for_every_eye_and_ear(phone: Phone, lang: str, scheme: Any) -> None:
    await phone.page.emulate_media(color_scheme=scheme)
    belkacem = await begun(phone, lang)
    for step in ("employer", "place", "witnesses", "crew", "check"):
        await goes_to(phone.page, step)
        if step == "crew":
            await phone.page.click("[data-add]")
            await belkacem.types(workers__0__name="عيسى مولاي")
        assert await faults_of(phone.page) == [], step
        for width in (360, 320):
            await phone.page.set_viewport_size({"width": width, "height": 740})
            assert await fits(phone.page), (step, width)
        assert await small_targets(phone.page) == [], step
    assert phone.faults == []


@pytest.mark.parametrize("lang", ["ar", "fr"])
async def test_twice_the_text_size_breaks_no_section(phone: Phone, lang: str) -> None:
    await begun(phone, lang)
    await phone.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    for step in ("employer", "place", "witnesses", "crew", "check"):
        await goes_to(phone.page, step)
        await phone.page.click("#go")
        for width in (360, 320):
            await phone.page.set_viewport_size({"width": width, "height": 740})
            assert await fits(phone.page), (step, width)


async def small_targets(page: Page) -> list[str]:
    """Controls of the form that a thumb would miss: under 48 points high, a choice being as high as its label."""
    return list(
        await page.evaluate(
            """() => [...document.querySelectorAll("main a, main button, main input, main select, main textarea")]
              .map((one) => ["radio", "checkbox"].includes(one.type) ? one.closest("label") : one)
              .filter((one) => one.offsetParent && !one.closest("#windows"))
              .filter((one) => one.getBoundingClientRect().height < 47.5)
              .map((one) => one.outerHTML.slice(0, 120))"""
        )
    )


async def test_without_scripts_the_counter_files_it_and_gives_number_and_secret(
    counter: Counter, tmp_path: Path
) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = await browser.new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
        await page.goto(f"{counter.address}/fr{FORM}")
        assert await page.locator("section[data-step=crew]").is_visible()
        for name, text in TYPED.items():
            control = page.locator(f"[name='{name}']")
            if await control.first.get_attribute("type") == "radio":
                await page.check(f"[name='{name}'][value='{text}']", force=True)
            elif name == "wilaya":
                await control.select_option(text)
            elif name != "version" and name not in ("phone", "stopped_on"):
                await control.fill(text)
        await page.fill("[name=stopped_on]", "2026-02-10")
        await page.click("#go")
        assert await page.locator("#faults a").count() == 1
        assert await page.input_value("[name=site_head_name]") == "Belkacem Dahmani"
        await page.fill("[name=phone]", "0661 23 45 67")
        await page.click("#go")
        (tmp_path / "feuille.pdf").write_bytes(
            b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
        )
        await page.set_input_files("[name=signed_sheet]", tmp_path / "feuille.pdf")
        await page.check("[name=declaration]")
        await page.click("button:has-text('Déposer')")
        number = await page.inner_text(".official-head .number")
        assert number.startswith("CB-49-")
        await page.reload()
        assert await page.inner_text(".official-head .number") == number
        await browser.close()
