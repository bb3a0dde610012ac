"""The phone draws the code of a receipt by itself; segno is the measure."""

import json
import subprocess
from pathlib import Path

import segno

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [f"HTTP://LOCALHOST:8000/V/{'ABCDEFGH234567' * times}" for times in (1, 3, 8, 12, 18, 22, 30)]


def _drawn(calls: list[tuple[str, int | None]]) -> list[list[str]]:
    program = f"""
        import {{ qr }} from {json.dumps(str(ROOT / "frontend/js/qr.js"))};
        const drawn = {json.dumps(calls)}.map(([text, mask]) =>
            qr(text, mask ?? undefined).map((row) => row.map(Number).join("")));
        console.log(JSON.stringify(drawn));
    """
    run = subprocess.run(["node", "--input-type=module", "-e", program], capture_output=True, text=True, check=True)
    drawn: list[list[str]] = json.loads(run.stdout)
    return drawn


def test_the_code_is_the_same_module_for_module() -> None:
    codes = [segno.make_qr(text, error="m", boost_error=False, mode="alphanumeric") for text in TEXTS]
    drawn = _drawn([(text, code.mask) for text, code in zip(TEXTS, codes, strict=True)])
    assert drawn == [["".join(map(str, row)) for row in code.matrix] for code in codes]


def test_without_a_mask_one_of_the_eight_is_chosen() -> None:
    chosen, *all_masks = _drawn([(TEXTS[1], None), *((TEXTS[1], mask) for mask in range(8))])
    assert chosen in all_masks
