"""A book is made again when anything that it is made from has changed, and only then."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from publish import pipeline
from publish.cli import main
from publish.house.stylesheets import styles_folder
from publish.model.request import BuildRequest
from publish.run.cache import FOLDER, store
from publish.run.inputs import recorded

ROOT = Path(__file__).parents[2]
BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div xml:id="one"><head>One</head><p>The governmetn fell.</p>
<figure><graphic url="map.png"/><figDesc>A map</figDesc></figure></div>
<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="two.xml"/></body></text></TEI>
"""
PART = """<div xmlns="http://www.tei-c.org/ns/1.0"><head>Two</head><p>It rose again.</p></div>"""
ERRATUM = """[[erratum]]
id = "E001"
find = "governmetn"
replace = "government"
status = "verified"
date = 2026-01-02
"""
EDITION = """manuscript = "tiny.xml"
[book]
language = "en"
date = "1901"
[cover]
image = "cover.png"
[epub]
embed_fonts = false
"""

Edit = Callable[[Path], object]


def picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 60), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "book"
    files: dict[str, str | bytes] = {
        "manuscript/edition.toml": EDITION,
        "manuscript/tiny.xml": BOOK,
        "manuscript/two.xml": PART,
        "manuscript/errata.toml": ERRATUM,
        "manuscript/map.png": picture("red"),
        "cover.png": picture("blue"),
        "styles/own.css": "p { color: black }",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def makings(monkeypatch: pytest.MonkeyPatch) -> list[BuildRequest]:
    """Every order that was filled by making the book, and not from the cache."""
    made: list[BuildRequest] = []
    make = pipeline.make

    def watched(order: BuildRequest, *rest: object) -> object:
        made.append(order)
        return make(order, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "make", watched)
    return made


def put(name: str, content: str | bytes) -> Edit:
    data = content if isinstance(content, bytes) else content.encode()

    def write(book: Path) -> None:
        (book / name).parent.mkdir(exist_ok=True)
        (book / name).write_bytes(data)

    return write


def publish(*words: str) -> Result:
    result = CliRunner().invoke(main, [*words, "--json"])
    assert "Traceback" not in result.output
    return result


def epub_of(book: Path, *words: str) -> bytes:
    result = publish("epub", str(book), "--no-check", *words)
    assert result.exit_code == 0, result.output
    return Path(json.loads(result.stdout)["outputs"][0]).read_bytes()


def test_an_unchanged_book_is_given_again_with_all_that_was_found(
    book: Path, makings: list[BuildRequest]
) -> None:
    first = publish("epub", str(book), "--no-check")
    data = (book / "dist" / "tiny.epub").read_bytes()
    (book / "dist" / "tiny.epub").unlink()
    second = publish("epub", str(book), "--no-check")
    assert len(makings) == 1
    assert (book / "dist" / "tiny.epub").read_bytes() == data
    before, after = json.loads(first.stdout), json.loads(second.stdout)
    del before["seconds"], after["seconds"]
    assert before == after
    assert "WRI-008" in {finding["code"] for finding in after["findings"]}
    assert publish("epub", str(book), "--no-check", "--strict").exit_code == 1


CHANGES: dict[str, Edit] = {
    "text": put("manuscript/tiny.xml", BOOK.replace("fell", "stood")),
    "included part": put("manuscript/two.xml", PART.replace("rose", "fell")),
    "errata": put("manuscript/errata.toml", ERRATUM.replace('"government"', '"ministry"')),
    "no errata": lambda book: (book / "manuscript" / "errata.toml").unlink(),
    "picture": put("manuscript/map.png", picture("green")),
    "cover": put("cover.png", picture("white")),
    "style sheet": put("styles/own.css", "p { color: gray }"),
    "edition": put("manuscript/edition.toml", EDITION.replace("1901", "1902")),
    "a sheet that was not there": put("styles/common.css", "p { margin: 1em }"),
    "a theme that was not there": put("styles/themes/classic.css", "p { margin: 1em }"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_is_changed_makes_the_book_anew(
    book: Path, makings: list[BuildRequest], change: Edit
) -> None:
    before = epub_of(book)
    saved = book.with_name("saved")
    shutil.copytree(book, saved)
    change(book)
    after = epub_of(book)
    assert after != before
    assert len(makings) == 2
    assert epub_of(book, "--no-cache") == after
    shutil.rmtree(book)
    saved.rename(book)
    assert epub_of(book) == before
    assert len(makings) <= 4


def test_a_second_manuscript_that_appears_is_found(book: Path, makings: list[BuildRequest]) -> None:
    put("manuscript/edition.toml", EDITION.partition("\n")[2])(book)
    (book / "manuscript" / "two.xml").rename(book / "manuscript" / "two.inc")
    put("manuscript/tiny.xml", BOOK.replace("two.xml", "two.inc"))(book)
    epub_of(book)
    put("manuscript/tiny-old.xml", BOOK)(book)
    assert "REA-003" in publish("epub", str(book), "--no-check").output


def test_errata_that_appear_beside_a_bare_file_are_applied(book: Path) -> None:
    bare = book / "manuscript" / "tiny.xml"
    before = epub_of(bare)
    put("manuscript/tiny.errata.toml", ERRATUM)(book)
    assert epub_of(bare) != before


@pytest.mark.parametrize(
    "words", [["--for", "kobo"], ["--text", "diplomatic"]], ids=lambda words: words[1]
)
def test_another_option_is_another_book(
    book: Path, makings: list[BuildRequest], words: list[str]
) -> None:
    assert epub_of(book) != epub_of(book, *words)
    assert len(makings) == 2


def test_another_toolchain_makes_the_book_anew(
    book: Path, makings: list[BuildRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = epub_of(book)
    monkeypatch.setattr(store, "toolchain", lambda: b"another release")
    assert epub_of(book) == before
    assert len(makings) == 2


def test_a_press_profile_is_an_input_and_a_printing_is_kept(
    book: Path, makings: list[BuildRequest]
) -> None:
    profile = (styles_folder() / "colour" / "FOGRA39L_coated.icc").read_bytes()
    put("own.icc", profile)(book)
    edition = (book / "manuscript" / "edition.toml").read_text()
    edition = f'outputs = ["press"]\n{edition}[print]\nicc_profile = "own.icc"\n'
    put("manuscript/edition.toml", edition)(book)
    for name in ("1", "2"):
        assert publish("build", str(book), "--record", name).exit_code == 0
    printings = [book / "manuscript" / "printings" / f"{name}.toml" for name in ("1", "2")]
    first, second = (path.read_text("utf-8").split("\n[folios]")[1] for path in printings)
    assert first == second
    assert len(makings) == 1
    put("own.icc", profile + b"\0")(book)
    publish("build", str(book))
    assert len(makings) == 2


def test_a_pipe_that_has_taken_a_files_place_is_refused_and_not_waited_for(book: Path) -> None:
    epub_of(book)
    (book / "manuscript" / "tiny.xml").unlink()
    os.mkfifo(book / "manuscript" / "tiny.xml")
    assert publish("epub", str(book), "--no-check").exit_code == 1


def test_no_cache_makes_everything_anew_and_keeps_nothing(
    book: Path, makings: list[BuildRequest], tmp_path: Path
) -> None:
    assert epub_of(book, "--no-cache") == epub_of(book, "--no-cache")
    assert len(makings) == 2
    assert not (tmp_path / "cache").exists()


def test_a_damaged_cache_does_no_harm(
    book: Path, makings: list[BuildRequest], tmp_path: Path
) -> None:
    before = epub_of(book)
    for path in (tmp_path / "cache").glob("*/*"):
        path.write_bytes(b"\0" * 5 + path.read_bytes()[5:])
    assert epub_of(book) == before
    assert len(makings) == 2


def test_what_a_stage_of_the_authors_own_leads_to_is_not_kept(
    book: Path, makings: list[BuildRequest]
) -> None:
    edition = (book / "manuscript" / "edition.toml").read_text()
    put("manuscript/edition.toml", f'{edition}[[text.stages]]\nrun = "mine:same"\n')(book)
    put("mine.py", "def same(document, edition):\n    return []\n")(book)
    assert publish("check", "--fast", "--trust", str(book)).exit_code == 0
    epub_of(book)
    epub_of(book)
    assert len(makings) == 2


def test_a_failed_run_is_not_kept(book: Path, makings: list[BuildRequest]) -> None:
    put("manuscript/errata.toml", ERRATUM.replace("governmetn", "nowhere"))(book)
    for _ in range(2):
        assert publish("epub", str(book), "--no-check").exit_code == 1
    assert len(makings) == 2


def test_two_processes_at_once_make_the_same_book(book: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "publish", "epub", str(book), "--no-check", "-o"]
    names = ("a.epub", "b.epub")
    both = [subprocess.Popen([*command, name], cwd=tmp_path) for name in names]
    assert [process.wait() for process in both] == [0, 0]
    assert Path("a.epub").read_bytes() == Path("b.epub").read_bytes()


def test_an_unchanged_book_needs_none_of_what_makes_books(book: Path) -> None:
    epub_of(book)
    script = (
        "import sys; from click.testing import CliRunner; from publish.cli import main;"
        f"assert CliRunner().invoke(main, ['epub', {str(book)!r}, '--no-check']).exit_code == 0;"
        "print({'lxml', 'weasyprint', 'ebooklib', 'jpype', 'fontTools'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


@pytest.mark.skipif(sys.platform == "win32", reason="no process is forked there")
@pytest.mark.parametrize("is_known", [True, False], ids=["unchanged", "no such book"])
def test_where_nothing_is_laid_out_no_process_goes_on_getting_ready(
    book: Path, *, is_known: bool
) -> None:
    command = [sys.executable, "-m", "publish", "pdf", str(book if is_known else book / "nowhere")]
    if is_known:
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    mark = {"PUBLISH_TEST": str(book), "PUBLISH_CORES": "2"}
    done = subprocess.run(
        command, env={**os.environ, **mark}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert done.returncode == (0 if is_known else 2)
    assert [each.cmdline() for each in processes_with("PUBLISH_TEST", str(book))] == []


def processes_with(name: str, value: str) -> list[psutil.Process]:
    """Find the processes that were started with an environment variable, and have not ended."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            is_ours = process.environ().get(name) == value
            if is_ours and "resource_tracker" not in " ".join(process.cmdline()):
                found.append(process)
    return found


def test_every_file_of_the_book_that_is_opened_is_on_record(book: Path) -> None:
    opened: set[str] = set()
    listening = [True]

    def hear(event: str, what: tuple[object, ...]) -> None:
        if listening and event in {"open", "os.scandir", "os.listdir"}:
            opened.add(str(what[0]))

    sys.addaudithook(hear)
    with recorded() as record:
        build = pipeline.prepare(book)
        pipeline.build_output(build, pipeline.Progress(), "epub", check=False)
        pipeline.build_output(build, pipeline.Progress(), "cover")
    listening.clear()
    own = {str(Path(path).resolve()) for path in opened if str(book) in path}
    asked = {str(Path(path).resolve()) for _, path in record.answers}
    assert own
    assert own <= asked


LOOKS = frozenset("is_file exists glob rglob iterdir read_bytes read_text".split())
SHIPPED = {
    "source.py",
    "book.py",
    "sheets.py",
    "cover_design.py",
    "package.py",
    "guilty_styles.py",
    "parsed_sheets.py",
}
"""Look at what ships, at what a refusal names, or at what turns the cache off."""
OF_PDFS = {"drawing.py", "intent.py", "colour.py", "combining_marks.py", "declarations.py"}


@pytest.mark.parametrize("room", ["read", "style", "typeset", "write", "engine"])
def test_rooms_look_at_the_authors_files_through_inputs_only(room: str) -> None:
    for path in sorted((ROOT / "publish" / room).rglob("*.py")):
        if path.name in SHIPPED | OF_PDFS:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = ast.unparse(node)
                ships = "__file__" in called or "styles_folder()" in called
                assert node.func.attr not in LOOKS or ships, f"{path}: {called}"
