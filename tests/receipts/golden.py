"""The pages as they should look and read: made anew by `make golden` alone, never by a test."""

import io
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from tests.receipts.printed import receipt_pdf, written

FOLDER = Path(__file__).parent / "golden"
DPI = 60
CASES = [("ar", "filing"), ("fr", "filing"), ("ar", "thermal"), ("fr", "thermal")]
TOLERATED = 0.0008
"""Share of pixels that may differ clearly: what another build of the rasteriser changes at the edges of letters."""


def drawn(pdf: bytes) -> list[Image.Image]:
    """Its pages in grey, as poppler draws them."""
    with TemporaryDirectory() as folder:
        path = written(pdf, Path(folder))
        subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", path, path.with_suffix("")], check=True)
        return [Image.open(io.BytesIO(page.read_bytes())).convert("L") for page in sorted(Path(folder).glob("*.png"))]


def read(pdf: bytes) -> str:
    """Its text, as poppler reads it."""
    with TemporaryDirectory() as folder:
        path = written(pdf, Path(folder))
        out = subprocess.run(["pdftotext", "-enc", "UTF-8", "-layout", path, "-"], capture_output=True, check=True)
    return out.stdout.decode()


def difference(page: Image.Image, golden: Image.Image) -> float:
    """The share of pixels that differ clearly; 1 when the pages are not of one size."""
    if page.size != golden.size:
        return 1.0
    changed = ImageChops.difference(page, golden).point(lambda value: 255 if value > 96 else 0)
    return changed.histogram()[255] / (page.width * page.height)


def regenerate() -> None:
    for old in FOLDER.glob("*"):
        old.unlink()
    for lang, kind in CASES:
        pdf = receipt_pdf(lang, kind)
        (FOLDER / f"{kind}-{lang}.txt").write_text(read(pdf))
        for number, page in enumerate(drawn(pdf), 1):
            page.save(FOLDER / f"{kind}-{lang}-{number}.png", optimize=True)
