"""The pages look and read as they did when a person looked at them last (`make golden` draws them anew)."""

import pytest
from PIL import Image, ImageDraw

from tests.receipts.golden import CASES, FOLDER, TOLERATED, difference, drawn, read
from tests.receipts.printed import receipt_pdf


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "kind"), CASES)
def test_the_pages_look_as_they_should(lang: str, kind: str) -> None:
    pages = drawn(receipt_pdf(lang, kind))
    golden = sorted(FOLDER.glob(f"{kind}-{lang}-*.png"))
    assert len(pages) == len(golden)
    for page, path in zip(pages, golden, strict=True):
        with Image.open(path) as picture:
            assert difference(page, picture) < TOLERATED, path.name


@pytest.mark.parametrize(("lang", "kind"), CASES)
def test_the_pages_read_as_they_should(lang: str, kind: str) -> None:
    assert read(receipt_pdf(lang, kind)).split() == (FOLDER / f"{kind}-{lang}.txt").read_text().split()


@pytest.mark.slow
def test_a_page_with_one_line_missing_is_seen() -> None:
    page = drawn(receipt_pdf("fr"))[0]
    changed = page.copy()
    ImageDraw.Draw(changed).rectangle((120, 225, 300, 245), fill=255)
    assert difference(changed, page) > TOLERATED
    assert difference(page, page) == 0
