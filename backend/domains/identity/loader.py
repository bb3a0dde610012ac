"""The roles that come with the program: `reference/roles.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from backend.domains.identity.rules import Role


@cache
def load_roles() -> Mapping[str, Role]:
    """Every role by its code, read once."""
    text = resources.files("backend.domains.identity").joinpath("reference/roles.toml").read_text(encoding="utf-8")
    return {
        code: Role(code, frozenset(facts["rights"]), facts["places"], facts.get("over"))
        for code, facts in tomllib.loads(text).items()
    }
