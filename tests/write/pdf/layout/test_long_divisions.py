"""A long division is laid out by windows, on the very pages that it has when laid out at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pydyf
import pytest
from msgspec.structs import replace

from publish.engine.drawn import FontShelf
from publish.engine.line_tags import drop_line_tags
from publish.engine.patches import long_layout, made_up_pages
from publish.model.printing import PrintedLine
from publish.model.publication import Publication
from publish.run import processes
from publish.run.cache import Cache
from publish.write.pdf import Purpose, write_pdf
from publish.write.pdf.book import begin
from publish.write.pdf.layout import in_windows, windows
from publish.write.pdf.layout.division import lay_out_division
from tests.write.pdf import short_windows
from tests.write.pdf.books import EDITION, SENTENCE, mark, note, one_part, open_pdf, page_texts

pytestmark = pytest.mark.slow

Page = tuple[tuple[PrintedLine, ...], dict[str, tuple[float, float]], float | None]


def paragraphs(count: int, *, since: int = 0) -> str:
    return "".join(
        f'<p id="p{n}">{"So " * (n % 7)}{SENTENCE * (n % 6 + 1)}{mark(n) if n % 9 == 4 else ""}</p>'
        for n in range(since, since + count)
    )


def nested(depth: int) -> str:
    inside = nested(depth - 1) if depth else ""
    at = 1000 + depth
    return f'<section><h3 id="h{at}">Deep</h3>{paragraphs(4, since=10 * at)}{inside}</section>'


def entries() -> str:
    made = [
        f'<p id="e{n}"><b>word{n}</b> <i>n.</i> <span>{n % 9 + 1}.</span> {SENTENCE * (n % 3)}</p>'
        for n in range(260)
    ]
    return f'<div class="entry-columns">{"".join(made)}</div>'


def listed() -> str:
    bring = {0: 'value="7" ', 40: 'value="300" '}
    items = [f'<li {bring.get(n, "")}id="i{n}">{SENTENCE * (n % 3 + 1)}</li>' for n in range(150)]
    return f"<p>Before.</p><ol>{''.join(items)}</ol><p>Behind.</p>"


def verse() -> str:
    lines = [f'<p class="l">line {n}</p>' for n in range(480)]
    stanzas = ["".join(lines[n : n + 4]) for n in range(0, 480, 4)]
    return "".join(f'<div class="lg" id="s{n}">{each}</div>' for n, each in enumerate(stanzas))


KINDS: dict[str, Callable[[], str]] = {
    "prose with notes": lambda: paragraphs(90),
    "divisions in divisions": lambda: nested(20),
    "a dictionary": entries,
    "a numbered list": listed,
    "verse": verse,
}


def book(markup: str) -> Publication:
    made = one_part(f"<h1>Long</h1>{markup}")
    numbers = [n for n in range(20000) if f'href="#note-{n}"' in markup]
    made.parts[0].notes = [note(n, f"Note {n}. {SENTENCE * (n % 4 + 1)}") for n in numbers]
    return made


def shorten_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "LONG", short_windows.LONG)
    monkeypatch.setattr(in_windows, "WINDOW", short_windows.WINDOW)


def leave_pages_as_they_fall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan no pages: of a window, only its own pages are planned together."""
    for module in (made_up_pages, long_layout):
        monkeypatch.setattr(module, "is_made_up", lambda _: False)


@pytest.mark.parametrize("kind", KINDS)
def test_planned_windows_hold_the_same_text(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = book(KINDS[kind]())

    def text() -> str:
        book = begin(made, EDITION, Purpose.SCREEN)
        drawn_division = lay_out_division(book.divisions[-1], book.resources, FontShelf())
        assert drawn_division.findings == []
        lines = [line for sheet in drawn_division.page_records for line in sheet.lines]
        words = " ".join(line.text for line in lines if not line.is_note)
        return re.sub("\u2010 ", "", words)

    at_once = text()
    shorten_windows(monkeypatch)
    assert text() == at_once


@pytest.mark.parametrize("kind", KINDS)
def test_same_pages_as_at_once(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_pages_as_they_fall(monkeypatch)
    made = book(KINDS[kind]())

    def pages() -> tuple[list[Page], int]:
        book = begin(made, EDITION, Purpose.SCREEN)
        drawn_division = lay_out_division(book.divisions[-1], book.resources, FontShelf())
        assert drawn_division.findings == []
        found = [(sheet.lines, sheet.anchors, sheet.foot) for sheet in drawn_division.page_records]
        return found, len(drawn_division.more)

    at_once, none = pages()
    shorten_windows(monkeypatch)
    by_windows, more = pages()
    assert none == 0
    assert more >= 2
    assert by_windows == at_once


@pytest.mark.parametrize("purpose", [Purpose.SCREEN, Purpose.PRESS])
def test_the_bound_file_says_the_same(
    purpose: Purpose, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edition = replace(EDITION, print=replace(EDITION.print, note_numbers="page"))
    link = '<p>See <a class="page-ref" href="#p40">0</a> and <a href="#p3">there</a>.</p>'
    leave_pages_as_they_fall(monkeypatch)
    made = book(link + paragraphs(45) + listed() + link)
    at_once = write_pdf(made, edition, purpose)
    shorten_windows(monkeypatch)
    by_windows = write_pdf(made, edition, purpose)
    assert by_windows.printing == at_once.printing
    assert by_windows.findings == at_once.findings == []
    assert page_texts(by_windows.data, tmp_path) == page_texts(at_once.data, tmp_path)


def test_the_bytes_are_the_same_with_more_processes_and_from_kept_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = book(paragraphs(60) + listed())
    shorten_windows(monkeypatch)
    alone = write_pdf(made, EDITION, Purpose.PRESS).data
    with only_own_processes(monkeypatch):
        beside = write_pdf(made, EDITION, Purpose.PRESS, cache=Cache(tmp_path)).data
    assert any(path.is_file() for path in tmp_path.rglob("*"))
    kept = write_pdf(made, EDITION, Purpose.PRESS, cache=Cache(tmp_path)).data
    assert alone == beside == kept


@contextmanager
def only_own_processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lay out in two processes that know short windows, forked from none that others have used."""
    monkeypatch.setenv("PUBLISH_CORES", "2")
    monkeypatch.setattr(processes, "_are_ready", True)
    processes.drop_pool()
    processes.stand_down()
    processes.warm_up(short_windows.__name__, short_windows.ASKED)
    yield
    processes.drop_pool()
    processes._are_ready = True
    processes.stand_down()


def test_tags_by_the_ten_thousand_fit_the_cross_references() -> None:
    pdf = pydyf.PDF()
    for _ in range(33_000):
        element = {"Type": "/StructElem", "K": pydyf.Array([0]), "Pg": pdf.pages.reference}
        paragraph = pydyf.Dictionary(element | {"S": "/P", "P": pdf.pages.reference})
        pdf.add_object(paragraph)
        line = pydyf.Dictionary(element | {"S": "/Span", "P": paragraph.reference})
        pdf.add_object(line)
        paragraph["K"] = pydyf.Array([line.reference])
    pdf.add_object(pydyf.Stream([bytes(2**24)]))  # what follows begins beyond three bytes' count
    pdf.catalog["Last"] = paragraph.reference
    drop_line_tags(pdf)
    out = BytesIO()
    pdf.write(out, compress=True)
    with open_pdf(out.getvalue()) as read:
        assert read.Root.Last.K[0] == 0


OWN = {
    "margins": "@page { @bottom-center { content: 'Folio ' counter(page) } }",
    "siblings": "ol ~ p { margin-left: 3em } p:first-of-type { margin: 4em }",
}


@pytest.mark.parametrize("kind", OWN)
def test_own_styles_see_the_whole_division(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.css").write_text(OWN[kind], "utf-8")
    edition = replace(EDITION, folder=tmp_path)
    made = book(f"<p>Before.</p><ol><li>{SENTENCE}</li></ol>{paragraphs(60)}")
    at_once = write_pdf(made, edition, Purpose.SCREEN)
    shorten_windows(monkeypatch)
    by_windows = write_pdf(made, edition, Purpose.SCREEN)
    assert page_texts(by_windows.data, tmp_path) == page_texts(at_once.data, tmp_path)
    assert by_windows.printing == at_once.printing
