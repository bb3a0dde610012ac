"""All services that the program knows, each with the forms it had and the workflow of its dossiers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.kernel.refusal import Refusal

from .form import Form
from .workflow import Routes, Workflow


@dataclass(frozen=True)
class Service:
    """A service: its forms by version and the one workflow its dossiers move by."""

    code: str
    forms: Mapping[int, Form]
    workflow: Workflow
    routes: Routes | None = None

    @property
    def form(self) -> Form:
        """The form that is filled today."""
        return self.forms[max(self.forms)]

    @property
    def body(self) -> str:
        """The body that answers."""
        return self.form.body

    def answering(self, answers: Mapping[str, Any]) -> str:
        """The body that answers a dossier with these answers."""
        said = answers.get(self.routes.field) if self.routes else None
        return self.routes.to.get(said, self.body) if self.routes and isinstance(said, str) else self.body


class Catalogue:
    """All services, newest forms first in hand, older ones kept for what was filled with them."""

    def __init__(self, services: Mapping[str, Service]) -> None:
        self._services = dict(services)

    def codes(self) -> tuple[str, ...]:
        """The codes of all services, in the order of the catalogue."""
        return tuple(self._services)

    def services(self) -> tuple[Service, ...]:
        """All services, in the order of the catalogue."""
        return tuple(self._services.values())

    def service(self, code: str) -> Service:
        """The service of that code, or the refusal `service.unknown`."""
        if code not in self._services:
            raise Refusal("service.unknown", service=code)
        return self._services[code]

    def form(self, code: str, version: int) -> Form:
        """That version of a service's form, or the refusal `service.unknown` or `service.version_unknown`."""
        forms = self.service(code).forms
        if version not in forms:
            raise Refusal("service.version_unknown", service=code, version=version)
        return forms[version]
