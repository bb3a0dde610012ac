"""The phone draws the code of a receipt by itself, as small as segno does."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import segno

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [f"HTTP://LOCALHOST:8000/V/{'ABCDEFGH234567' * times}" for times in (1, 3, 8, 12, 18, 22, 30)]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """What the phone draws for each of these texts."""
    served = tmp_path_factory.mktemp("served")
    for path, source in (("js/qr.js", "frontend/js/qr.js"), ("vendor/lean-qr.js", "static/vendor/lean-qr.js")):
        (served / path).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / source, served / path)
    (served / "package.json").write_text('{"type": "module"}')
    program = f"""import {{ qrPath }} from "./js/qr.js"; console.log(JSON.stringify({json.dumps(TEXTS)}.map(qrPath)))"""
    run = subprocess.run(
        ["node", "--input-type=module", "-e", program], capture_output=True, text=True, check=True, cwd=served
    )
    pictures: list[dict[str, object]] = json.loads(run.stdout)
    return pictures


def test_the_code_is_as_small_as_it_can_be(drawn: list[dict[str, object]]) -> None:
    codes = [segno.make_qr(text, error="m", boost_error=False, mode="alphanumeric") for text in TEXTS]

    assert [picture["size"] for picture in drawn] == [code.symbol_size(border=4)[0] for code in codes]


def test_the_first_corner_stands_four_quiet_modules_in(drawn: list[dict[str, object]]) -> None:
    assert all(str(picture["path"]).startswith("M4 4.5h1M5 4.5h1") for picture in drawn)
