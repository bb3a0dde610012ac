"""Takes the pictures of the README from a running program: `make pictures`."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
import urllib.parse
import urllib.request
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import BrowserContext, async_playwright

from tests.browser.conftest import FLAGS
from tests.browser.employer import Belkacem
from tests.browser.phone import Phone, until
from tests.counter import Counter

HERE = Path(__file__).parent
COLOURS = 64


async def take(folder: Path) -> None:
    """Home, a form, its check page, My requests while waiting and with the receipt, and the receipt on paper."""
    counter = Counter(folder / "server")
    counter.prepare()
    counter.start()
    try:
        async with async_playwright() as playwright:

            async def open_browser() -> BrowserContext:
                return await playwright.chromium.launch_persistent_context(
                    folder / "profile",
                    executable_path="/usr/bin/chromium",
                    args=FLAGS,
                    viewport={"width": 360, "height": 740},
                    device_scale_factor=1.5,
                )

            phone = Phone(counter.address, open_browser)
            await phone.open_browser()
            await journey(phone, counter)
            await phone.close_browser()
    finally:
        counter.kill()


async def journey(phone: Phone, counter: Counter) -> None:
    """The pictures in the order a person would see them."""
    await phone.visit("/ar/")
    await phone.keeps_the_site()
    await phone.visit("/ar/")
    await picture(phone, "home-ar")
    counter.kill()
    belkacem = Belkacem(phone, "ar")
    await belkacem.opens_the_form()
    await belkacem.fills_the_first_half()
    await phone.page.go_back()
    await phone.page.wait_for_selector("section[data-step='place']:not([hidden])")
    await picture(phone, "form-ar")
    await phone.page.click("#go")
    await belkacem.fills_the_second_half()
    await phone.page.wait_for_selector("#answers > *")
    await picture(phone, "check-ar")
    kept = await belkacem.files()
    await phone.page.wait_for_selector(".provisional")
    await picture(phone, "waiting-ar")
    counter.start()
    await phone.core("outbox", "(outbox, id) => outbox.retry(id)", kept)
    await phone.page.wait_for_selector(".official")
    await picture(phone, "receipt-ar")
    receipt = (await belkacem.request(kept))["receipt"]
    await phone.visit("/fr/services/cacobatph.bad-weather-stoppage")
    await picture(phone, "service-fr")
    await until(lambda: paper(counter, receipt))


async def picture(phone: Phone, name: str) -> None:
    """The part of the page that fits the phone, in few colours."""
    await phone.page.evaluate("scrollTo(0, 0)")
    keep(Image.open(BytesIO(await phone.page.screenshot())), name)


async def paper(counter: Counter, receipt: dict[str, str]) -> bool:
    """The first page of the PDF, once it is ready."""
    sent = urllib.parse.urlencode({"secret": receipt["secret"]}).encode()
    request = urllib.request.Request(f"{counter.address}/r/{receipt['number']}/receipt.pdf", sent)
    answer = await asyncio.to_thread(urllib.request.urlopen, request)
    if answer.status != 200:
        return False
    command = ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-png", "-"]
    png = subprocess.run(command, input=answer.read(), capture_output=True, check=True).stdout
    keep(Image.open(BytesIO(png)), "receipt-pdf")
    return True


def keep(image: Image.Image, name: str) -> None:
    image.convert("RGB").quantize(COLOURS).save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        asyncio.run(take(Path(folder)))
