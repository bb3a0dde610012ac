"""Every template is reached: from Python by its path, or from another template."""

from tests.house.source import ROOT, python_files

TEMPLATES = {str(path.relative_to(ROOT / "frontend")) for path in (ROOT / "frontend").rglob("*.html")}


def test_every_template_is_reached() -> None:
    python = "\n".join(path.read_text(encoding="utf-8") for path in python_files("backend"))
    html = {name: (ROOT / "frontend" / name).read_text(encoding="utf-8") for name in TEMPLATES}
    unreached = [
        name
        for name in sorted(TEMPLATES)
        if f'"{name}"' not in python
        and not any(f'"{name}"' in text for other, text in html.items() if other != name)
        and not (name.startswith("components/") and "components/{name}/{name}.html" in python)
    ]
    assert unreached == []
