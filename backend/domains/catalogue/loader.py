"""The catalogue as the program ships it: every `services/<body>/<service>/form.v<N>.toml` and the workflows."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from backend.domains.places.loader import load_places

from .rules.catalogue import Catalogue, Service
from .rules.format import read_form
from .rules.proposals_format import read_proposals
from .rules.reading import FormatFault
from .rules.workflow import Workflow
from .rules.workflow_format import named_workflow, read_routes, read_workflow

SERVICES = Path(__file__).parent / "services"
_FORM = re.compile(r"form\.v([1-9][0-9]*)\.toml")


def load_catalogue(root: Path = SERVICES) -> Catalogue:
    """Every service under `root`. Raises `FormatFault` naming file, key and what is expected."""
    places = load_places()
    known = {
        "wilayas": tuple(wilaya.code for wilaya in places.wilayas()),
        "agencies": tuple(agency.code for agency in places.all_agencies()),
    }
    services: dict[str, Service] = {}
    for folder in sorted(path for path in root.glob("*/*") if path.is_dir()):
        code = f"{folder.parent.name}.{folder.name}"
        if folder.parent.name not in {body.code for body in places.bodies()}:
            raise FormatFault(folder.parent.name, "a folder named after a body", str(root))
        forms = {
            version: _read(path, read_form, code=code, version=version, **known) for version, path in form_files(folder)
        }
        if not forms:
            raise FormatFault("form.v1.toml", "the first form of the service", str(folder))
        words = folder / "proposals.toml"
        if words.exists():
            newest = forms[max(forms)]
            forms[newest.version] = newest.proposing(_read(words, read_proposals, form=newest))
        own = folder / "workflow.toml"
        bodies = tuple(body.code for body in places.bodies())
        routes = _read(own, read_routes, bodies=bodies) if own.exists() else None
        services[code] = Service(code, forms, _workflow(folder, root), routes)
    plain = tuple(code for code, service in services.items() if not service.workflow.causes)
    return Catalogue({code: _with_services(service, plain) for code, service in services.items()})


def _with_services(service: Service, plain: tuple[str, ...]) -> Service:
    """Those in whose steps the cause of a concern may lie."""
    workflow = service.workflow
    return replace(service, workflow=replace(workflow, services=plain)) if workflow.causes else service


def form_files(folder: Path) -> Iterator[tuple[int, Path]]:
    """The forms of one service's folder, by version."""
    for path in sorted(folder.glob("form.v*.toml")):
        match = _FORM.fullmatch(path.name)
        if match is None:
            raise FormatFault(path.name, "a name like form.v1.toml", str(folder))
        yield int(match[1]), path


def _workflow(folder: Path, root: Path) -> Workflow:
    """The service's own, else the shared one that it names, else the plain one."""
    path = folder / "workflow.toml"
    name = _read(path, named_workflow) if path.exists() else "plain"
    if name is not None:
        shared = root / "workflows" / f"{name}.toml"
        if not shared.exists():
            raise FormatFault("same_as", "the name of a file of workflows/", str(path))
        path = shared
    workflow: Workflow = _read(path, _whole_workflow)
    return workflow


def _whole_workflow(data: dict[str, Any]) -> Workflow:
    return read_workflow({name: each for name, each in data.items() if name != "routes"})


def _read(path: Path, reader: Any, **facts: Any) -> Any:
    try:
        return reader(tomllib.loads(path.read_text(encoding="utf-8")), **facts)
    except tomllib.TOMLDecodeError as fault:
        raise FormatFault("line", f"TOML that can be read ({fault})", str(path)) from None
    except FormatFault as fault:
        raise FormatFault(fault.key, fault.expected, str(path)) from None
