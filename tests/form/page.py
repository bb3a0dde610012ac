"""Reading a page as a person and a screen reader do."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

VOID = {"input", "br", "meta", "link", "img", "path", "circle", "hr"}


@dataclass
class Element:
    """One element of a page."""

    tag: str
    marks: dict[str, str]
    inside: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list["Element"]:
        found = [self] if self.tag in tags else []
        return found + [one for child in self.inside for one in child.all(*tags)]

    def by(self, name: str, value: str) -> list["Element"]:
        found = [self] if self.marks.get(name) == value else []
        return found + [one for child in self.inside for one in child.by(name, value)]

    def one(self, name: str, value: str) -> "Element":
        (found,) = self.by(name, value)
        return found

    @property
    def text(self) -> str:
        return re.sub("[ \n\t]+", " ", "".join(self.texts)).strip(" ")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)


@lru_cache(maxsize=64)
def read(html: str) -> Element:
    """The page, for all who look at it; an element that is closed by another's end tag is a failure."""
    reader = _Reader()
    reader.feed(html)
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.open[0]
