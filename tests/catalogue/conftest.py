"""The catalogue as shipped, read once."""

import pytest

from backend.domains.catalogue.loader import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()
