"""Wheel and sdist hold all that a book needs, and PyPI can show the README."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from trove_classifiers import classifiers

import publish

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
SHIPPED = {"publish": "publish"} | {
    folder: f"publish/_data/{folder}" for folder in ("styles", "fonts", "docs/findings")
}
"""Folders of the repository, and what they are called in the wheel."""
FOR_INDEX = runpy.run_path(str(ROOT / "hatch_build.py"))["for_index"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist"]
    done = subprocess.run(
        [*command, "-d", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> set[str]:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def said(built: Path) -> Message:
    """The wheel's metadata."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def files_of(folder: str) -> list[str]:
    return [
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


@pytest.mark.parametrize(("folder", "inside"), SHIPPED.items())
def test_all_that_a_book_is_made_with_is_in_the_wheel(
    wheel: set[str], folder: str, inside: str
) -> None:
    files = files_of(folder)
    assert len(files) > 20
    assert [name for name in files if f"{inside}/{name}" not in wheel] == []


def test_the_sdist_has_it_too_and_what_its_tests_need(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in (*SHIPPED, "manuscript", "tests/findings"):
        assert [name for name in files_of(folder) if f"{folder}/{name}" not in names] == []
    assert {"Makefile", "requirements.lock", "LICENSE", ".ci/run", "hatch_build.py"} <= names
    assert not any("node_modules" in name or name.startswith(".venv") for name in names)


def test_licences_the_types_marker_and_the_page_for_man_go_along(wheel: set[str]) -> None:
    licences = {name.partition(".dist-info/licenses/")[2] for name in wheel}
    assert {"LICENSE", "LICENSES.md", "fonts/noto/OFL.txt", "publish/look/foliate/LICENSE"} <= (
        licences
    )
    assert "publish/py.typed" in wheel
    assert any(name.endswith("/share/man/man1/publish.1") for name in wheel)


def name_in(requirement: str) -> str:
    return re.split("[<>=; ]", requirement)[0]


def test_the_metadata_says_what_it_is(said: Message) -> None:
    assert said["Name"] == "publish-tei"
    assert said["Version"] == publish.__version__
    assert said["License-Expression"] == "AGPL-3.0-or-later"
    assert set(said.get_all("Classifier", [])) <= classifiers
    needs = {name_in(line) for line in said.get_all("Requires-Dist", [])}
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for extra in table["optional-dependencies"].values() for line in extra]
    assert needs == {name_in(line) for line in [*table["dependencies"], *extras]}
    assert said.get_all("Provides-Extra") == list(table["optional-dependencies"])


def test_every_link_that_the_index_shows_leads_somewhere(said: Message) -> None:
    shown = MarkdownIt("commonmark").enable("table").render(str(said.get_payload()))
    assert "<h1>publish</h1>" in shown
    assert links(shown)
    assert all(link.startswith("https://") for link in links(shown))


def test_with_an_address_of_the_source_the_links_lead_into_it() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = MarkdownIt("commonmark").render(FOR_INDEX(readme, "https://example.org/publish/"))
    assert "https://example.org/publish/blob/HEAD/docs/commands.md" in links(shown)
    assert all(link.startswith("https://") for link in links(shown))


def links(html: str) -> list[str]:
    from lxml import html as parser

    page = parser.fromstring(html)
    return [link for _, _, link, _ in page.iterlinks()]
