"""Firefox and WebKitGTK where they are installed, and the server that can die."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsers import firefox, webkit
from tests.browsers.firefox import Firefox
from tests.browsers.webkit import WebKit
from tests.counter import Counter


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    counter = Counter(tmp_path_factory.mktemp("counter"))
    counter.prepare()
    yield counter
    counter.kill()


@pytest.fixture
def counter(prepared: Counter) -> Counter:
    """A running server, however the test before left it."""
    if not prepared.alive:
        prepared.start()
    return prepared


@pytest.fixture
def a_firefox(tmp_path: Path) -> Iterator[Firefox]:
    """A Firefox that has never been anywhere."""
    if not firefox.PROGRAM.exists():
        pytest.skip(f"Firefox is not installed (Debian: {firefox.PACKAGE})")
    browser = Firefox(tmp_path / "firefox")
    yield browser
    browser.kill()


@pytest.fixture
def a_webkit(tmp_path: Path) -> Iterator[WebKit]:
    """A WebKitGTK that has never been anywhere."""
    if not (webkit.PROGRAM.exists() and webkit.SCREEN.exists()):
        pytest.skip(f"WebKitGTK's driver or a screen for it is not installed (Debian: {webkit.PACKAGE})")
    browser = WebKit(tmp_path / "webkit")
    yield browser
    browser.kill()


@pytest.fixture(params=["a_firefox", "a_webkit"], ids=["firefox", "webkit"])
def browser(request: pytest.FixtureRequest) -> Firefox | WebKit:
    """Each of the two; which of them is in the name of the test."""
    found: Firefox | WebKit = request.getfixturevalue(request.param)
    return found
