"""The catalogue as shipped, read once."""

import pytest

from backend.domains.catalogue.loader import load_catalogue
from backend.domains.catalogue.rules import Catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()
