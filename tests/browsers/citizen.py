"""Someone in In Salah writes of a leave payment that does not come; no name, one photo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.browsers.tab import Tab, until

FORM = "/services/ministry.concern/form"
KEPT = """const registration = await navigator.serviceWorker?.getRegistration("/");
  return registration?.active?.state === "activated" && !!(await caches.match(`/${given[0]}/`));"""
MESSAGE = {
    "ar": "لم أقبض عطلتي منذ شهرين، وسألت في الوكالة ولم أجد جوابا.",
    "fr": "Mon congé n’est pas payé depuis deux mois, et l’agence ne répond pas.",
}
SEARCHED = {"ar": "انشغال", "fr": "préoccupation"}


@dataclass
class Citizen:
    """What they type and tap; each act ends when the page shows its effect."""

    tab: Tab
    lang: str

    def visits_home(self) -> None:
        """Until this browser keeps every page of the language."""
        self.tab.visit(f"/{self.lang}/")
        until(lambda: self.tab.ask(KEPT, self.lang), "the site on this device")

    def searches(self) -> None:
        self.tab.visit(f"/{self.lang}/")
        self.tab.type("#q", SEARCHED[self.lang])
        self.tab.waits_for(f"[data-results] a[href='/{self.lang}/services/ministry.concern']")

    def opens_the_form(self) -> None:
        self.tab.visit(f"/{self.lang}{FORM}")
        self.tab.waits_for("#form[data-ready]")

    def tells_what_happened(self) -> None:
        self.tab.choose("about", "cacobatph")
        self.tab.choose("wilaya", "53")
        self.tab.choose("subject", "payment")
        self.tab.type("[name=message]", MESSAGE[self.lang])
        until(lambda: MESSAGE[self.lang] in self._drafts(), "the last letters on this device")

    def adds(self, photo: Path) -> None:
        self.tab.type("[data-field=evidence] input[type=file]", str(photo))
        self.tab.waits_for("[data-field=evidence] li img")

    def finds_it_again(self) -> None:
        until(lambda: self.tab.value("[name=message]") == MESSAGE[self.lang], "what was typed")
        assert self.tab.value("[name=about]") == "cacobatph"
        assert self.tab.value("[name=wilaya]") == "53"

    def takes_up_the_draft(self) -> None:
        self.opens_the_form()
        self.tab.tap("#offer a")
        self.finds_it_again()

    def files(self) -> None:
        """Until the page of the request is there."""
        self._goes_on("contact")
        self._chooses("named", "no")
        self._goes_on("check")
        self._chooses("declaration", "yes")
        self.tab.tap("#go")
        self.tab.waits_for("#requests h1")

    def number(self) -> str:
        return self.tab.says(".official .number").strip()

    def _goes_on(self, to: str) -> None:
        self.tab.tap("#go")
        self.tab.waits_for(f"section[data-step={to}]")

    def _chooses(self, name: str, value: str) -> None:
        """By the words beside the mark, as a finger does."""
        self.tab.tap(f"label:has([name='{name}'][value='{value}'])")

    def _drafts(self) -> str:
        """What the device keeps, as the page's own code reads it."""
        return str(self.tab.core("drafts", "JSON.stringify(await core.drafts())"))
