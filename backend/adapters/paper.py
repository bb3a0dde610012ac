"""From the content of a receipt to the HTML that is printed, in both languages."""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from backend.adapters.qr import qr_png
from backend.domains.receipts.rules import LetterContent, ReceiptContent, grouped
from backend.kernel.languages import other
from backend.words import Translator, Words


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF; `relationship` as PDF/A-3 names it."""

    name: str
    data: bytes
    description: str
    relationship: str = "Data"


class Paper:
    """Writes receipts as HTML for the printer. Templates are those under `frontend/receipts`."""

    def __init__(self, frontend: Path, words: Words) -> None:
        self._words = words
        self._environment = Environment(
            loader=FileSystemLoader(frontend),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def filing(self, content: ReceiptContent) -> str:
        """The A4 receipt."""
        return self._page("receipts/filing.html", content)

    def letter(self, letter: LetterContent) -> str:
        """The letter that tells a decision, on A4."""
        return self._page("receipts/letter.html", letter.receipt, letter=letter)

    def register(self, words: Translator, **said: Any) -> str:
        """The monthly register of concerns of a counter, in the language it was asked in."""
        return self._environment.get_template("receipts/register.html").render(words=words, **said)

    def thermal(self, content: ReceiptContent, *, asset: Callable[[str], str] | None = None) -> str:
        """The same receipt on a roll of 80 mm, in the filer's language, with the other one's title.

        `asset` gives the address of a file: then the page prints itself, from a browser.
        """
        return self._page("receipts/thermal.html", content, asset=asset)

    def attachments(self, content: ReceiptContent) -> list[Attachment]:
        """What was filed, masked, as JSON that a program can read."""
        data = json.dumps(content.attachment, ensure_ascii=False, indent=1).encode()
        words = self._words.of(content.lang)
        return [Attachment(f"{content.number}.json", data, words("receipt.answers"))]

    def _page(self, template: str, content: ReceiptContent, **more: Any) -> str:
        first, second = self._words.of(content.lang), self._words.of(other(content.lang))
        return self._environment.get_template(template).render(
            content=content,
            first=first,
            second=second,
            secret=grouped(content.proof.secret),
            qr=Markup("data:image/png;base64,") + b64encode(qr_png(content.proof.verify_url)).decode(),
            **more,
        )
