"""Styles that ask for a division as a whole: it is laid out at once, and a long one told."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from publish.model.finding import Place
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from publish.write.pdf.layout import windows
from publish.write.pdf.layout.whole_styles import ask_for_the_whole
from tests.write.pdf.books import EDITION, one_part

ASKING = {
    "running": "h1 { position: running(top) } @page { @top-left { content: element(top) } }",
    "counts": "body { counter-reset: n } p::before { counter-increment: n; content: counter(n) }",
    "places": "p:nth-child(3n) { margin-top: 2em }",
}


@pytest.mark.parametrize("kind", ASKING)
def test_own_styles_may_ask_for_the_whole(kind: str) -> None:
    assert ask_for_the_whole([ASKING[kind]])
    assert not ask_for_the_whole([f"/* {ASKING[kind]} */ p {{ margin: 0 }}"])


def test_no_sheet_of_the_house_asks_for_the_whole() -> None:
    assert not ask_for_the_whole(
        begin(one_part("<p>A</p>"), EDITION, Purpose.SCREEN).inputs.stylesheets
    )


LONG = f"<p>{'long words ' * 200}</p>"

SHEETS = {
    "own": ("/* :nth-child */\n\nli { margin: 0 }\n  p:nth-child(3n) { margin: 0 }", 4, 4),
    "print": ("@page {\n  @bottom-center { content: 'Folio' } }", 2, 3),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_who_asks_for_the_whole_of_a_long_division_is_told(
    sheet: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    css, line, column = SHEETS[sheet]
    path = tmp_path / "styles" / f"{sheet}.css"
    path.parent.mkdir()
    path.write_text(css, "utf-8")
    edition = replace(EDITION, folder=tmp_path)

    def told() -> list[Place | None]:
        book = begin(one_part(LONG), edition, Purpose.SCREEN)
        return [found.place for found in book.findings if found.code == "WRI-182"]

    assert told() == []
    monkeypatch.setattr(windows, "LONG", 2000)
    assert told() == [Place(str(path), line, column)]


def test_looks_of_the_manuscript_may_ask_for_the_whole_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "LONG", 2000)
    made = one_part(LONG, place=Place("long.xml", 9, 1))
    made.author_styles = ".author-1 { counter-increment: verse }"
    (told,) = [f for f in begin(made, EDITION, Purpose.SCREEN).findings if f.code == "WRI-182"]
    assert told.place == Place("long.xml", 9, 1)
    assert "'counter-increment: verse'" in told.message
