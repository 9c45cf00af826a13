"""What paper says behind a link: the page that it leads to, the address of the web."""

from __future__ import annotations

import pytest
from msgspec import structs

from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from publish.write.pdf.prepare.folios import Folio
from publish.write.pdf.prepare.page_refs import fill
from tests.write.pdf.books import EDITION, note, one_part

GOAL = '<h1 id="goal">Goal</h1>'


def said(markup: str, lang: str = "en", **keys: str) -> str:
    edition = structs.replace(EDITION, print=structs.replace(EDITION.print, **keys))
    publication = one_part(f"{GOAL}<section>{markup}</section>", lang)
    publication.parts[0].notes = [note(1, "Note.")]
    division = begin(publication, edition, Purpose.SCREEN).divisions[-1]
    fill(division.root, {"goal": Folio(12, False)})
    section = division.root.find("body/section/section")
    assert section is not None
    return " ".join("".join(section.itertext()).split())


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('<p>See <a href="#goal">below</a>.</p>', "See below (p. 12)."),
        ('<p>This (see <a href="#goal">Goal</a>) is.</p>', "This (see Goal, p. 12) is."),
        ('<ul><li><a class="rend-italic" href="#goal">x</a></li></ul>', "x (p. 12)"),
        ('<h2>A <a href="#goal">Goal</a></h2>', "A Goal"),
        (
            '<div class="entry-columns"><div class="entry">→ <a href="#goal">x</a></div></div>',
            "→ x",
        ),
        ('<p class="l">A <a href="#goal">Goal</a></p>', "A Goal"),
        ('<p>See <a href="#here">here</a> <b id="here">x</b></p>', "See here x"),
        (
            '<p><a href="#goal">Goal</a>, p. <a class="page-ref" href="#goal">Goal</a></p>',
            "Goal, p. 12",
        ),
        (
            '<p>On <a href="https://example.org/a/">a page</a>.</p>',
            "On a page (https://example.org/a/).",
        ),
        ('<p>On <a href="https://example.org/a">example.org/a</a>.</p>', "On example.org/a."),
        (
            '<p>“x” <span class="source">(<a href="https://example.org/">Ps 45:11</a>)</span></p>',
            "“x” (Ps 45:11)",
        ),
        ('<p>To <a href="mailto:a@b.org">Ann</a>.</p>', "To Ann."),
    ],
)
def test_a_link_says_where_it_leads(markup: str, words: str) -> None:
    assert said(markup).replace("\u00a0", " ") == words


def test_an_edition_may_want_neither_and_a_text_of_links_has_neither() -> None:
    markup = '<p><a href="#goal">a</a> <a href="https://example.org/">b</a></p>'
    assert said(markup, link_pages="none", link_addresses="none") == "a b"
    many = '<p><a href="https://example.org/">b</a></p>' * 61
    assert "example" not in said(many)
    assert said(many, link_addresses="all").count("example") == 61
    findings = begin(one_part(f"{GOAL}{many}"), EDITION, Purpose.SCREEN).findings
    assert [finding.code for finding in findings] == ["WRI-180"]
