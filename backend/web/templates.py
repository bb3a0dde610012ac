"""The one Jinja environment: what every template may use."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from backend.kernel.languages import LANGUAGES, other
from backend.web.assets import Assets
from backend.words import Translator, Words


class Templates:
    """Templates under `frontend`, rendered in one language at a time.

    Each template has: `t(key, n=None, **values)` (markup), `words` (the `Translator`: plain text for attributes,
    dates, amounts), `lang`, `dir`, `other_lang`, `languages`, `asset(path)`, `modules(*paths)`, the filters `ltr` and
    `as_day` (a day kept as text), `words_json(words, prefixes)`, `icon(name)`
    and `said_in(key, around=lang)`: the `lang` attribute of words that fell back to another language.
    """

    def __init__(self, folder: Path, words: Words, assets: Assets) -> None:
        self._words = words
        self.environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.filters["ltr"] = ltr
        self.environment.filters["as_day"] = date.fromisoformat
        self.environment.globals |= {
            "asset": assets.url,
            "modules": assets.modules,
            "words_json": words_json,
            "languages": LANGUAGES,
            "of": words.of,
        }
        for name in ("icon", "brand"):
            module = self.environment.get_template(f"components/{name}/{name}.html").module
            self.environment.globals[name] = getattr(module, name)

    def render(self, template: str, lang: str, **context: Any) -> str:
        """The page's text; an undefined name or an unknown word raises."""
        return self.environment.get_template(template).render(self._language(lang) | context)

    def words(self, lang: str) -> Translator:
        """The words of a language."""
        return self._words.of(lang)

    def _language(self, lang: str) -> dict[str, object]:
        words = self._words.of(lang)
        return {
            "lang": lang,
            "dir": words.dir,
            "other_lang": other(lang),
            "t": words.html,
            "words": words,
            "said_in": lambda key, around=lang: _said_in(words.spoken(key), around),
        }


def ltr(value: object) -> Markup:
    """A number, code, phone or address that keeps its left-to-right order inside Arabic."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(escape(value))


def _said_in(lang: str, around: str) -> Markup:
    return Markup("") if lang == around else Markup(' lang="{}"').format(lang)


def words_json(words: Translator, prefixes: Iterable[str]) -> Markup:
    """The entries a page's scripts use, as JSON that may stand inside a `<script type="application/json">`."""
    text = json.dumps(words.subset(prefixes), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - JSON without "<" cannot leave its element
