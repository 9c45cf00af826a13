"""Links that arrive: at what print hides, in lists and tables too, without moving a line."""

from __future__ import annotations

from pathlib import Path

from publish.engine import lay_out
from publish.model.publication import Matter, Publication
from publish.write.pdf import Purpose, write_pdf
from publish.write.pdf.book import begin
from tests.engine.measured import lines_of
from tests.write.pdf.books import (
    EDITION,
    SENTENCE,
    mark,
    note,
    one_part,
    open_pdf,
    page_texts,
    part,
)

PLACES = 14


def page_break(number: int) -> str:
    return f'<span class="pagebreak" epub:type="pagebreak" id="pb{number}"></span>'


def text(*, hidden: str = "") -> str:
    """A chapter with a page of its source beginning at every kind of place."""
    breaks = iter([page_break(number) for number in range(PLACES - 1)])
    new = lambda: next(breaks)  # noqa: E731
    return (
        f"{new()}<h1>One</h1>{new()}<p>{new()}{SENTENCE * 3}{new()} {SENTENCE}bro{new()}ken.</p>"
        f"{new()}<p>{SENTENCE * 4}</p><ul><li>{new()}{SENTENCE}{new()}</li></ul>"
        f"<table><tr><td>{new()}a</td><td>b{new()}</td></tr></table>"
        f'<div class="lg"><p class="l">verse{new()} goes</p></div>{new()}'
        f"<p>{SENTENCE * 9}</p>{new()}"
        f'<p {hidden} id="pb{PLACES - 1}">Hidden.</p><p>{SENTENCE * 3}</p>'
    )


def book(chapter: str, index: str) -> Publication:
    parts = [
        part("chapter-01", chapter, "One"),
        part("index", f"<h1>Index</h1><p>{index}</p>", "Index", matter=Matter.BACK),
    ]
    return Publication("A Small Book", "en", "ltr", parts, [])


LINKS = " ".join(f'<a href="#pb{number}">{number}</a>' for number in range(PLACES))


def test_links_arrive_at_pages_of_the_source_and_at_what_is_hidden(tmp_path: Path) -> None:
    printed = write_pdf(book(text(hidden='style="display: none"'), LINKS), EDITION, Purpose.SCREEN)
    assert [finding.code for finding in printed.findings] == ["WRI-056"]  # of what is hidden
    with open_pdf(printed.data) as pdf:
        names = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
        links = {str(link.Dest) for page in pdf.pages for link in page.obj.get("/Annots", [])}
    assert {f"pb{number}" for number in range(PLACES)} <= names & links
    assert "Hidden" not in "".join(page_texts(printed.data, tmp_path))


def test_a_place_for_a_link_moves_no_line() -> None:
    def lines(index: str) -> list[tuple[float, float, str]]:
        laid = begin(book(text(), index), EDITION, Purpose.SCREEN)
        division = next(division for division in laid.divisions if division.name == "chapter-01")
        found = []
        for line in lines_of(lay_out(division.root, laid.resources)):
            texts = [text for text in line.texts if text.text.strip()]
            words = "".join(text.text for text in texts).strip()
            if words:
                found.append((texts[0].left, line.top, words))
        return found

    assert lines(LINKS) == lines("Nothing.")


def test_a_link_to_nowhere_is_told_once_and_the_pdf_made() -> None:
    links = " ".join(f'<a href="#no{number % 9}">x</a>' for number in range(20))
    printed = write_pdf(book(text(), links), EDITION, Purpose.SCREEN)
    assert printed.data
    assert [str(finding) for finding in printed.findings] == [
        "warning WRI-058 20 links in 'Index' point at 'no0', 'no1', 'no2', 'no3', 'no4' and 4 more,"
        " which are not in the book"
    ]


def test_the_sign_of_a_link_out_of_the_book_is_for_the_screen() -> None:
    link = '<a href="http://a.org/" class="outward" aria-label="http://a.org/">↗</a>'
    printed = write_pdf(book(text(), f"{link} Word."), EDITION, Purpose.SCREEN)
    assert printed.findings == []


def test_the_mark_of_a_note_can_be_hit() -> None:
    markup = f"<h1>A</h1><p>{SENTENCE}{mark(1)}</p>"
    made = one_part(markup, notes=[note(1, "A note.")])
    with open_pdf(write_pdf(made, EDITION, Purpose.SCREEN).data) as pdf:
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
        sides = [[float(side) for side in link.Rect] for link in links if "note" in str(link.Dest)]
    assert sides
    assert all(abs(foot - top) > 7 for _, foot, _, top in sides), "points: the height of figures"
