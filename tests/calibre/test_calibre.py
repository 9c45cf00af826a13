"""calibre turns our EPUBs into Kindle books without a complaint, and every paragraph gets through.

calibre reads an EPUB more freely than EPUBCheck and stumbles over other things: its complaints
are those that a reader with a Kindle would meet. `make calibre`; skipped where it is not
installed (Debian: `apt-get install --no-install-recommends calibre`, half a minute, 366 MB).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from publish.cli import main

H = "{http://www.w3.org/1999/xhtml}"
BLOCKS = frozenset(f"{H}{name}" for name in "p h1 h2 h3 h4 h5 h6 li dt dd td th caption".split())

COMPLAINT = re.compile(
    r"warn|error|fail|invalid|traceback|could not|cannot|missing|unknown|not found|not allowed"
    r"|unexpected|CSS\w*:",
    re.I,
)

BOOKS = {
    "the play": "yidracor/rose-engshaft.xml",
    "a play in verse": "firstfolio/F-rom.xml",
    "verse": "whitman/ppp.01880.xml",
    "Japanese with ruby": "aozora/43563_tei.xml",
    "the article": "dh2018/*/*.xml",
    "Carroll": "eltec-eng/ENG18652_Carroll.xml",
    "Rebell": "eltec-fra/FRA06001_Rebell.xml",
    "Brontë": "eltec-eng/ENG18471_Bronte.xml",
}


@pytest.fixture
def calibre(tmp_path: Path) -> dict[str, str]:
    """An environment for calibre that leaves the user's own settings alone."""
    if not shutil.which("ebook-convert"):
        pytest.skip("no calibre here: apt-get install --no-install-recommends calibre")
    home = str(tmp_path / "home")
    return {**os.environ, "HOME": home, "CALIBRE_CONFIG_DIRECTORY": home, "LC_ALL": "C.UTF-8"}


def test_the_first_book_becomes_a_kindle_book(
    first_book: Path, tmp_path: Path, calibre: dict[str, str]
) -> None:
    assert_converts(first_book, tmp_path, calibre)


@pytest.mark.slow
@pytest.mark.parametrize("name", BOOKS.values(), ids=list(BOOKS))
def test_a_book_becomes_a_kindle_book(
    name: str, corpora: Path, tmp_path: Path, calibre: dict[str, str]
) -> None:
    assert_converts(next(corpora.glob(name)), tmp_path, calibre)


@pytest.mark.slow
def test_what_calibre_minds_is_heard(
    first_book: Path, tmp_path: Path, calibre: dict[str, str]
) -> None:
    epub = tmp_path / "book.epub"
    CliRunner().invoke(main, ["epub", "--no-check", "-o", str(epub), str(first_book)])
    spoilt = tmp_path / "spoilt.epub"
    with zipfile.ZipFile(epub) as good, zipfile.ZipFile(spoilt, "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data.replace(b"</body>", b'<p><img src="gone.png"/></p></body>'))
    said = convert(spoilt, tmp_path / "book.azw3", calibre)
    assert COMPLAINT.search(said)


def assert_converts(source: Path, folder: Path, env: dict[str, str]) -> None:
    epub, kindle, plain = (folder / f"book.{ending}" for ending in ("epub", "azw3", "txt"))
    built = CliRunner().invoke(main, ["epub", "--no-check", "-o", str(epub), str(source)])
    assert built.exit_code == 0, built.output
    said = convert(epub, kindle, env)
    assert [line for line in said.splitlines() if COMPLAINT.search(line)] == []
    convert(kindle, plain, env)
    found = squeezed(plain.read_text("utf-8"))
    lost = [words for words in paragraphs(epub) if squeezed(words) not in found]
    assert lost == []


def convert(source: Path, target: Path, env: dict[str, str]) -> str:
    """Run calibre and give what it said."""
    command = ["ebook-convert", source, target, "-vv"]
    if target.suffix == ".txt":
        command += ["--max-line-length=0"]
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=600, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def paragraphs(epub: Path) -> Iterator[str]:
    """Yield the text of each block that holds no other, in every document of the text."""
    with zipfile.ZipFile(epub) as archive:
        for name in archive.namelist():
            if not name.startswith("EPUB/text/"):
                continue
            for block in etree.fromstring(archive.read(name)).iter(*BLOCKS):
                if not any(inner is not block for inner in block.iter(*BLOCKS)):
                    etree.strip_elements(block, H + "rp", with_tail=False)
                    yield "".join(block.itertext())


def squeezed(text: str) -> str:
    """Take out all white space and what is not seen."""
    return re.sub(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
