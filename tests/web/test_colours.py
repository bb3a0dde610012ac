"""Every pair of colours that carries words is readable in full sun: 7 to 1, by day and by night."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "frontend/css/00-tokens.css").read_text()
PAIRS = (
    ("ink", "page"),
    ("ink", "jir"),
    ("ink", "card"),
    ("ink2", "page"),
    ("ink2", "jir"),
    ("nila", "page"),
    ("nila", "jir"),
    ("onnila", "nila"),
    ("onwall", "wall"),
    ("onwall2", "wall"),
    ("onshams", "shams"),
    ("act", "page"),
    ("done", "page"),
    *((meaning, f"{meaning}-tint") for meaning in ("draft", "sent", "act", "done")),
    *(("ink", f"{meaning}-tint") for meaning in ("draft", "sent", "act", "done")),
    ("ink2", "draft-tint"),
)


def tokens(selector: str) -> dict[str, str]:
    block = TOKENS.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", block))


LIGHT = tokens(":root")
DARK = LIGHT | tokens(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_words_stand_out(colours: dict[str, str], text: str, ground: str) -> None:
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_controls_have_an_edge_one_can_see(colours: dict[str, str]) -> None:
    assert contrast(colours["edge"], colours["page"]) >= 4.5
    assert contrast(colours["edge"], colours["jir"]) >= 4.5


def test_the_switch_and_the_system_give_the_same_night() -> None:
    assert tokens(':root[data-theme="dark"]') == tokens(':root:not([data-theme="light"])')
