"""What all tests share: the corpora, the first book, small documents made on the spot."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from lxml import etree

from publish.model.document import Document
from tests.searches import PROFILE

ROOT = Path(__file__).parent.parent

hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("long", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile(PROFILE)


_state = tempfile.TemporaryDirectory()
os.environ["XDG_STATE_HOME"] = _state.name
"""No test remembers in the user's own state that it trusts a book's stages."""

os.environ["PUBLISH_CACHE"] = ""
"""Every test makes its books anew; those of the cache itself name a folder of their own."""

if sys.platform != "win32":
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)
"""A shell has what it starts with `&` ignore Ctrl-C, and `nohup` has it ignore its terminal's end.

Commands under test would inherit that, and then wait for ever for a Ctrl-C that they ignore.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="Write expected files anew.")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written anew; a person reads the difference."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of third-party TEI books; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("PUBLISH_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip(f"no TEI corpora at {folder}; set PUBLISH_CORPORA to their folder")
    return folder


@pytest.fixture(scope="session")
def first_book() -> Path:
    """The folder of the book in manuscript/."""
    return ROOT


@pytest.fixture
def tei_document() -> Callable[[str], Document]:
    """Make a Document of the inside of a TEI body."""

    def make(body: str, lang: str = "en") -> Document:
        root = etree.fromstring(
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="{lang}">'
            f"<body>{body}</body></text></TEI>"
        )
        return Document(root, Path("in.xml"), "in.xml")

    return make
