"""Where a command may write: told before the work, never over the book's own files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from publish import pipeline
from publish.cli import deliver
from publish.cli.main import main
from publish.model.finding import UsageError
from publish.model.request import BuildRequest
from publish.run.cache import FOLDER
from publish.run.shipped import shipped_folder

BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><p>The <choice><sic>governmetn</sic>
<corr>government</corr></choice> fell.</p>
<figure><graphic url="map.png"/><figDesc>A map</figDesc></figure></div>
<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="two.xml"/></body></text></TEI>
"""
PART = """<div xmlns="http://www.tei-c.org/ns/1.0"><head>Two</head><p>It rose again.</p></div>"""
EDITION = """manuscript = "tiny.xml"
slug = "tiny"
outputs = ["epub"]
[cover]
image = "cover.png"
"""
PRINTING = 'name = "1"\npages = []\n'


def picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 60), colour).save(out, "PNG")
    return out.getvalue()


FILES: dict[str, bytes] = {
    "manuscript/edition.toml": EDITION.encode(),
    "manuscript/tiny.xml": BOOK.encode(),
    "manuscript/two.xml": PART.encode(),
    "manuscript/errata.toml": b"",
    "manuscript/repairs.toml": b"",
    "manuscript/map.png": picture("red"),
    "manuscript/printings/1.toml": PRINTING.encode(),
    "cover.png": picture("blue"),
    "styles/own.css": b"p { color: black }",
}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, data in FILES.items():
        path = tmp_path / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    monkeypatch.chdir(tmp_path / "book")
    return tmp_path / "book"


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was begun: the name of each stage that a run came to."""
    begun: list[str] = []

    def hear(name: str, does: Callable[..., object]) -> None:
        def heard(*given: object, **named: object) -> object:
            begun.append(name)
            return does(*given, **named)

        monkeypatch.setattr(pipeline, name, heard)

    for name in ("read_book", "run", "typeset"):
        hear(name, getattr(pipeline, name))
    return begun


def publish(*words: str) -> Result:
    result = CliRunner().invoke(main, words)
    assert "Traceback" not in result.output
    return result


IN_THE_WAY = "cannot write file/x.out: Not a directory; "


@pytest.mark.parametrize(
    "words",
    [
        ("epub", "."),
        ("pdf", "."),
        ("pdf", ".", "--report"),
        ("onix", "."),
        ("epub", "manuscript/tiny.xml"),
        ("errata", "apply", "."),
    ],
    ids=" ".join,
)
def test_a_place_that_cannot_be_written_is_told_before_anything_is_read(
    book: Path, steps: list[str], words: tuple[str, ...]
) -> None:
    Path("file").write_text("in the way", "utf-8")
    result = publish(*words, "-o", "file/x.out")
    assert result.exit_code == 2
    hint = "name another file with -o, or make the folder writable"
    assert result.stderr == f"error CLI-002 {IN_THE_WAY}{hint}\n"
    assert steps == []


@pytest.mark.parametrize("command", ["epub", "pdf", "onix", "build", "load"])
def test_the_folder_of_outputs_is_tried_before_anything_is_read(
    book: Path, steps: list[str], command: str
) -> None:
    Path("dist").write_text("in the way", "utf-8")
    result = publish(command, ".", *(("--to", "manuscript") if command == "load" else ()))
    assert result.exit_code == 2
    assert "CLI-002 cannot write dist: Not a directory" in result.stderr
    assert steps == []


@pytest.mark.parametrize("command", ["epub", "build"])
def test_a_place_named_after_the_book_is_tried_once_the_book_is_read(
    book: Path, steps: list[str], command: str
) -> None:
    Path("dist/tiny.epub").mkdir(parents=True)
    result = publish(command, ".")
    assert result.exit_code == 2
    assert "CLI-002 cannot write dist/tiny.epub: Is a directory" in result.stderr
    assert steps == ["read_book"]


def test_a_file_beside_you_is_tried_before_its_book_is_read(book: Path, steps: list[str]) -> None:
    Path("tiny.epub").mkdir()
    assert "CLI-002 cannot write tiny.epub" in publish("epub", "manuscript/tiny.xml").stderr
    assert steps == []


def test_a_record_of_a_printing_is_tried_before_the_book_is_made(
    book: Path, steps: list[str]
) -> None:
    Path("manuscript/edition.toml").write_text(EDITION.replace('"epub"', '"press"'), "utf-8")
    Path("manuscript/printings/1.toml").unlink()
    Path("manuscript/printings").rmdir()
    Path("manuscript/printings").write_text("in the way", "utf-8")
    result = publish("build", "--record", "2")
    assert result.exit_code == 2
    assert "CLI-002 cannot write manuscript/printings/2.toml" in result.stderr
    assert steps == []


def test_an_errata_file_is_tried_before_the_book_is_searched(book: Path, steps: list[str]) -> None:
    Path("manuscript/errata.toml").unlink()
    Path("manuscript/errata.toml").mkdir()
    result = publish("errata", "suggest", "--write")
    assert result.exit_code == 2
    assert "CLI-002 cannot write manuscript/errata.toml" in result.stderr


@pytest.mark.parametrize("command", ["epub", "check"])
def test_the_folder_of_stages_is_tried_before_the_book_is_read(
    book: Path, steps: list[str], command: str
) -> None:
    Path("file").write_text("in the way", "utf-8")
    result = publish(command, ".", "--keep-stages", "file/stages")
    assert result.exit_code == 2
    hint = "name another folder with --keep-stages, or make it writable"
    assert result.stderr == f"error CLI-002 cannot write file/stages: Not a directory; {hint}\n"
    assert steps == []


def test_a_sheet_is_tried_before_it_is_made(book: Path, steps: list[str]) -> None:
    Path("file").write_text("in the way", "utf-8")
    result = publish("errata", "sheet", ".", "--format", "pdf", "-o", "file/x.out")
    assert "CLI-002" in result.stderr
    assert steps == []


def test_trying_a_place_leaves_nothing_there(book: Path) -> None:
    Path("manuscript/tiny.xml").write_text(BOOK.replace("</text>", ""), "utf-8")
    assert publish("epub", ".").exit_code == 1
    assert publish("epub", ".", "-o", "new/folder/x.epub").exit_code == 1
    assert not Path("dist").exists()
    assert not Path("new").exists()


def test_a_place_that_turns_unwritable_later_is_told_and_nothing_is_lost(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = deliver.fulfil

    def meanwhile(*given: object, **named: object) -> object:
        made = make(*given, **named)  # type: ignore[arg-type]
        Path("out").rmdir()
        Path("out").write_text("in the way", "utf-8")
        return made

    monkeypatch.setattr(deliver, "fulfil", meanwhile)
    Path("out").mkdir()
    result = publish("epub", ".", "--no-check", "-o", "out/x.epub")
    assert result.exit_code == 2
    assert "CLI-002 cannot write out/x.epub: Not a directory" in result.stderr
    assert Path("out").read_text("utf-8") == "in the way"


@pytest.mark.parametrize(
    "words",
    [("build", "."), ("load", ".", "--to", "manuscript"), ("errata", "suggest", "--write")],
    ids=" ".join,
)
def test_a_hint_offers_no_option_that_the_command_has_not(
    book: Path, words: tuple[str, ...]
) -> None:
    Path("dist").write_text("in the way", "utf-8")
    Path("manuscript/errata.toml").unlink()
    Path("manuscript/errata.toml").mkdir()
    result = publish(*words)
    assert "CLI-002" in result.stderr
    assert "make the folder writable" in result.stderr
    assert " -o" not in result.stderr


def test_a_hint_names_the_option_that_the_command_has(book: Path) -> None:
    Path("file").write_text("in the way", "utf-8")
    words = ("errata", "import", "manuscript/tiny.xml", "--source", "file/x.xml")
    assert "name another file with --source" in publish(*words).stderr


OWN = [name for name in FILES if name != "cover.png"]


@pytest.mark.parametrize("name", FILES)
def test_an_epub_is_written_over_none_of_the_books_own_files(book: Path, name: str) -> None:
    result = publish("epub", ".", "--no-check", "-o", name)
    assert result.exit_code == 2, result.output
    assert f"CLI-004 {name} is the book's own file" in result.stderr
    assert {each: Path(each).read_bytes() for each in FILES} == FILES


@pytest.mark.parametrize("name", OWN)
def test_a_corrected_text_is_written_over_none_of_them_either(book: Path, name: str) -> None:
    result = publish("errata", "apply", ".", "-o", name)
    assert result.exit_code == 2, result.output
    assert "CLI-004" in result.stderr
    assert {each: Path(each).read_bytes() for each in FILES} == FILES


def test_what_the_manuscript_is_made_of_is_refused_before_anything_is_made(
    book: Path, steps: list[str]
) -> None:
    result = publish("pdf", ".", "-o", "manuscript/two.xml")
    assert "CLI-004" in result.stderr
    assert steps == ["read_book"]


def test_a_link_to_a_picture_is_refused_as_the_picture_is(book: Path) -> None:
    os.link("manuscript/map.png", "x.epub")
    assert "CLI-004" in publish("epub", ".", "--no-check", "-o", "x.epub").stderr


def test_a_book_that_has_not_changed_spares_its_files_too(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    assert publish("epub", ".", "--no-check", "-o", "x.epub").exit_code == 0
    monkeypatch.setattr(pipeline, "make", None)
    assert publish("epub", ".", "--no-check", "-o", "x.epub").exit_code == 0
    assert "CLI-004" in publish("epub", ".", "--no-check", "-o", "manuscript/map.png").stderr
    assert Path("manuscript/map.png").read_bytes() == FILES["manuscript/map.png"]


def test_a_stage_of_the_authors_own_is_spared(book: Path) -> None:
    stage = '[[text.stages]]\nrun = "mine:same"\n'
    Path("manuscript/edition.toml").write_text(EDITION + stage, "utf-8")
    Path("mine.py").write_text("def same(document, edition):\n    return []\n", "utf-8")
    assert publish("check", "--fast", "--trust", ".").exit_code == 0
    assert "CLI-004" in publish("epub", ".", "--no-check", "-o", "mine.py").stderr


def test_errata_are_applied_anew_to_a_book_whose_own_stage_fails(book: Path) -> None:
    stage = '[[text.stages]]\nrun = "nowhere:at_all"\n'
    Path("manuscript/edition.toml").write_text(EDITION + stage, "utf-8")
    for _ in range(2):
        assert publish("errata", "apply", ".", "-o", "corrected.xml").exit_code == 0


def test_a_font_of_the_toolchain_is_spared(book: Path) -> None:
    font = next(shipped_folder("fonts").rglob("*.otf"), None) or next(
        shipped_folder("fonts").rglob("*.ttf")
    )
    with pytest.raises(UsageError, match="CLI-004"):
        deliver.claim_places(deliver.Session(), BuildRequest(book, ("epub",)), font)


def test_an_included_file_is_spared_when_corrections_are_taken_out(book: Path) -> None:
    words = ("errata", "import", "manuscript/tiny.xml", "--source", "manuscript/two.xml")
    assert "CLI-004" in publish(*words).stderr
    assert Path("manuscript/two.xml").read_bytes() == FILES["manuscript/two.xml"]


def test_an_output_of_an_earlier_run_is_written_anew(book: Path) -> None:
    for _ in range(2):
        result = publish("epub", ".", "--no-check", "-o", "manuscript/x.epub", "--json")
        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)["outputs"] == ["manuscript/x.epub"]
