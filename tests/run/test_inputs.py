"""A book's own files only: inside its folder behind all links, regular, of a size a book can have.

A secret lies beside the book's folder; no way that a book may name a file brings it in.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from publish.cli import main
from publish.house.stylesheets import styles_folder
from publish.run import inputs
from publish.run.inputs import RefusedInputError, read_input

BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><p>The government fell.</p></div></body></text>
</TEI>
"""
EDITION = 'slug = "tiny"\nmanuscript = "tiny.xml"\n'
CSS = b"p { content: 'TOP SECRET' }"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 6), "red").save(out, "PNG")
    return out.getvalue()


SECRETS = {
    "secret.css": CSS,
    "secret.png": picture(),
    "secret.icc": (styles_folder() / "colour" / "FOGRA39L_coated.icc").read_bytes(),
    "secret.xml": BOOK.encode(),
    "secret.toml": b"",
    "secret/own.css": CSS,
    "secret/1.toml": b'name = "1"\npages = []\n',
}

Case = Callable[[], object]


def link(name: str, target: str) -> Case:
    def make() -> None:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        if Path(name).is_dir():
            Path(name).rename("away")
        Path(name).unlink(missing_ok=True)
        Path(name).symlink_to(Path.cwd().parent / target)

    return make


def key(table: str, words: str) -> Case:
    return lambda: Path("manuscript/edition.toml").write_text(f"{EDITION}[{table}]\n{words}\n")


def pipe(name: str) -> Case:
    def make() -> None:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).unlink(missing_ok=True)
        os.mkfifo(name)

    return make


KEY = "manuscript/edition.toml:4:1: error"
CASES: dict[str, tuple[Case, str]] = {
    "own sheet": (link("styles/own.css", "secret.css"), "WRI-164"),
    "house sheet": (link("styles/common.css", "secret.css"), "WRI-164"),
    "folder of sheets": (link("styles", "secret"), "WRI-164"),
    "theme by a link": (link("styles/themes/classic.css", "secret.css"), "WRI-164"),
    "design by a link": (link("styles/covers/rule.css", "secret.css"), "WRI-164"),
    "sheet that is a pipe": (pipe("styles/own.css"), "own.css:"),
    "theme": (key("epub", 'theme = "../../../secret"'), f"{KEY} WRI-164"),
    "design": (key("cover", 'design = "../../../secret"'), f"{KEY} WRI-164"),
    "cover": (key("cover", 'image = "../secret.png"'), f"{KEY} WRI-005"),
    "device": (key("cover", 'image = "/dev/zero"'), f"{KEY} WRI-005"),
    "logo": (key("cover", 'logo = "/proc/self/mem"'), f"{KEY} WRI-148"),
    "profile": (key("print", 'icc_profile = "../secret.icc"'), f"{KEY} WRI-059"),
    "manuscript by a link": (link("manuscript/tiny.xml", "secret.xml"), "REA-114"),
    "errata": (link("manuscript/errata.toml", "secret.toml"), "REA-114"),
    "errata that are a pipe": (pipe("manuscript/errata.toml"), "REA-004"),
    "repairs": (link("manuscript/repairs.toml", "secret.toml"), "REA-114"),
    "answers": (link("manuscript/access.toml", "secret.toml"), "REA-114"),
    "edition": (link("manuscript/edition.toml", "secret.toml"), "REA-114"),
    "outputs": (link("dist", "secret"), "CLI-040"),
}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a book's folder, with secrets around it."""
    for name, data in SECRETS.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    folder = tmp_path / "book"
    for inner in ("manuscript", "styles/themes", "styles/covers"):
        (folder / inner).mkdir(parents=True)
    (folder / "manuscript" / "edition.toml").write_text(EDITION)
    (folder / "manuscript" / "tiny.xml").write_text(BOOK)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(("make", "said"), CASES.values(), ids=CASES)
def test_no_file_from_elsewhere_gets_in(book: Path, make: Case, said: str) -> None:
    make()
    result = CliRunner().invoke(main, ["epub", "--no-check", "."])
    assert "internal error" not in result.stderr
    assert result.exit_code == 1
    assert said in result.stderr
    assert {path.name for path in (book.parent / "secret").iterdir()} == {"1.toml", "own.css"}


def test_records_and_errata_stay_in_the_book_too(book: Path) -> None:
    link("manuscript/printings", "secret")()
    for words in (["build", ".", "--record", "2"], ["errata", "sheet", ".", "--for", "1"]):
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 1
        assert "CLI-040" in result.stderr or "REA-114" in result.stderr
    assert not (book.parent / "secret" / "2.toml").exists()


def test_what_the_user_names_may_be_a_link(book: Path) -> None:
    Path("mine.xml").symlink_to("../secret.xml")
    result = CliRunner().invoke(main, ["check", "--fast", "mine.xml"])
    assert result.exit_code == 0, result.stderr


def test_a_file_is_read_only_up_to_its_size(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(inputs.LARGEST + 1)
    for path, home, most in ((large, None, inputs.LARGEST), (large, tmp_path, 1000)):
        with pytest.raises(RefusedInputError, match="MB are more than"):
            read_input(path, home, most)
    for path in ("/dev/zero", tmp_path):
        with pytest.raises(RefusedInputError, match="ordinary"):
            read_input(Path(path))
