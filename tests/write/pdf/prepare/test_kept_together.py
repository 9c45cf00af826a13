"""What stays together at a page's foot: each case is pushed there line by line."""

from __future__ import annotations

import pytest

from publish.engine import lay_out
from publish.model.publication import Publication
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from tests.engine.measured import measure
from tests.write.pdf.books import EDITION, SENTENCE, part

LINE = "<p>One line.</p>"
ROWS = "".join(f"<tr><td>row {n}</td><td>{n}</td></tr>" for n in range(1, 7))
MANY_ROWS = "".join(f"<tr><td>row {n:02}</td><td>{n}</td></tr>" for n in range(1, 23))
HEAD = "<thead><tr><th>Fleet</th><th>Guns</th></tr></thead>"
SPEECH = f"<div class='sp'><p class='speaker'>ANN</p><p>{SENTENCE * 2}</p></div>"
PROSE = f"<p>{SENTENCE * 2}</p>"


def stanza(name: str, count: int) -> str:
    lines = "".join(f"<div class='l'>{name}{n}</div>" for n in range(1, count + 1))
    return f"<div class='lg stanza'>{lines}</div>"


def pages_of(markups: list[str]) -> list[list[list[str]]]:
    """Give the lines of each page of each chapter."""
    parts = [part(f"chapter-{n}", markup) for n, markup in enumerate(markups)]
    book = Publication("A Small Book", "en", "ltr", parts, [])
    book = begin(book, EDITION, Purpose.PRESS)
    divisions = [division for division in book.divisions if division.name.startswith("chapter")]
    return [
        [[line.text.strip() for line in page.lines] for page in measure(laid)]
        for laid in (lay_out(division.root, book.resources) for division in divisions)
    ]


def filled(lines: int) -> str:
    """Leave room below so many lines."""
    return f"<p>Above.</p><div style='height: {lines}rlh'></div>"


KEPT = {
    "a small table": (
        f"<table>{HEAD}<tbody>{ROWS}</tbody></table>",
        [["Fleet", "row 1", "row 2", "row 3", "row 4", "row 5", "row 6"]],
    ),
    "a small table and its notes": (
        f"<table><tbody>{ROWS}</tbody></table><div class='table-notes'><p>Below it.</p></div>",
        [["row 1", "row 6", "Below it."]],
    ),
    "a caption and rows": (
        f"<table><caption>Ships</caption><tbody>{MANY_ROWS}</tbody></table>",
        [["Ships", "row 01", "row 02", "row 03"], ["row 20", "row 21", "row 22"]],
    ),
    "a caption, a table's head and rows": (
        f"<table><caption>Ships</caption>{HEAD}<tbody>{MANY_ROWS}</tbody></table>",
        [["Ships", "Fleet", "row 01", "row 02", "row 03"], ["row 20", "row 21", "row 22"]],
    ),
    "a scene, its direction and a speech": (
        f"<h2>Scene</h2><p class='stage'>Enter Ann</p>{SPEECH * 2}",
        [["Scene", "Enter Ann", "ANN The pages of this small book", "read in earnest."]],
    ),
    "a scene and two short speeches": (
        "<section><h3>Scene</h3><div class='sp'><p class='speaker'>ANN</p><p>Yes.</p></div>"
        "<div class='sp'><p class='speaker'>BEN</p><p>No.</p></div></section>",
        [["Scene", "ANN Yes.", "BEN No."]],
    ),
    "a label that is a heading": (
        f"<p class='label'>Label</p>{PROSE}<p><b>Bold</b></p><p>Then {SENTENCE * 2}</p>",
        [["Label", "The pages"], ["Bold", "Then"]],
    ),
    "a poem's title and four lines": (
        f"<h2>Song</h2>{stanza('a', 2)}{stanza('b', 6)}",
        [["Song", "a1", "a2", "b1", "b2"]],
    ),
    "a title inside the poem": (
        "<div class='lg'><p class='head'>Song</p>"
        + "".join(f"<div class='l'>a{n}</div>" for n in range(1, 9))
        + "</div>",
        [["Song", "a1", "a2", "a3", "a4"], ["a7", "a8"]],
    ),
    "a signature and two lines": (
        f"<p>{SENTENCE * 2}</p><p>Farewell.</p>"
        "<div class='closer'><p class='salute'>Yours</p><p class='signed'>Ann</p></div>",
        [["read in earnest.", "Farewell.", "Yours", "Ann"]],
    ),
    "a stanza of four": (stanza("a", 4) + stanza("b", 4), [[f"a{n}" for n in (1, 2, 3, 4)]]),
    "a couplet": (stanza("a", 2) + stanza("b", 2), [["a1", "a2"], ["b1", "b2"]]),
    "two lines of a verse paragraph": (stanza("a", 9), [["a1", "a2"], ["a8", "a9"]]),
    "two lines of a speech in verse": (
        "<div class='sp'><p class='speaker'>BEN</p>"
        + "".join(f"<div class='l'>b{n}</div>" for n in range(1, 7))
        + "</div>",
        [["BEN", "b1", "b2"], ["b5", "b6"]],
    ),
}


@pytest.mark.parametrize(("markup", "groups"), KEPT.values(), ids=list(KEPT))
def test_at_a_page_s_foot_what_belongs_together_stays(markup: str, groups: list[list[str]]) -> None:
    for pages in pages_of([filled(n) + markup + LINE * 5 for n in range(22, 33)]):
        for group in groups:
            on = {
                next(n for n, page in enumerate(pages) if any(w in line for line in page))
                for w in group
            }
            assert len(on) == 1, (group, pages)


@pytest.mark.parametrize("end", [f"<p>{SENTENCE * 5}</p>", "<p>The end.</p>", stanza("z", 5)])
def test_a_last_page_has_four_lines(end: str) -> None:
    for pages in pages_of([filled(n) + LINE * 3 + end for n in range(20, 32)]):
        assert len(pages) == 1 or len(pages[-1]) >= 4, pages
