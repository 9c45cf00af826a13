"""The locators of an index: one for each page, ranges for pages in a row, as often as they move."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from publish.write.pdf.prepare.folios import Folio
from publish.write.pdf.prepare.note_links import name_note_pages
from publish.write.pdf.prepare.page_refs import fill


def entry(*, behind: str = "") -> Element:
    links = ", ".join(f'<a class="page-ref" href="#t{n}">{n}</a>' for n in range(1, 6))
    return fromstring(f"<html><ul><li>apples, {links}{behind}</li></ul></html>")


def shown(root: Element, *pages: int, roman: int = 0) -> str:
    fill(root, {f"t{n}": Folio(page, page < roman) for n, page in enumerate(pages, start=1)})
    return "".join(root.itertext())


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((12, 13, 14, 20, 21), "apples, 12–14, 20–21"),
        ((12, 12, 12, 12, 12), "apples, 12"),
        ((3, 5, 7, 9, 11), "apples, 3, 5, 7, 9, 11"),
        ((3, 4, 4, 5, 9), "apples, 3–5, 9"),
        ((3, 9, 4, 5, 6), "apples, 3, 9, 4–6"),
    ],
)
def test_pages_in_a_row_are_a_range(pages: tuple[int, ...], said: str) -> None:
    assert shown(entry(), *pages) == said


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((12, 15, 20, 20, 20), "apples, 12–15, 20"),
        ((12, 12, 13, 14, 15), "apples, 12–15"),
        ((3, 9, 4, 5, 6), "apples, 3–9"),
        ((3, 9, 4, 11, 14), "apples, 3–11, 14"),
        ((3, 3, 9, 9, 14), "apples, 3, 9, 14"),
        ((20, 24, 3, 4, 9), "apples, 20–24, 3–4, 9"),
    ],
)
def test_a_passage_has_the_pages_of_its_beginning_and_end(
    pages: tuple[int, ...], said: str
) -> None:
    """The first two, and the next two, are places of one passage each."""
    links = [f'<a class="page-ref" href="#t{n}" data-until="t{n + 1}">{n}</a>' for n in (1, 3)]
    last = '<a class="page-ref" href="#t5">5</a>'
    root = fromstring(f"<html><ul><li>apples, {', '.join([*links, last])}</li></ul></html>")
    shown(root, 1, 1, 1, 1, 1)
    assert shown(root, *pages) == said


def test_no_range_goes_from_roman_to_arabic_numbers() -> None:
    assert shown(entry(), 8, 9, 10, 11, 20, roman=10) == "apples, viii–ix, 10–11, 20"


def test_what_was_merged_comes_back_when_the_pages_move() -> None:
    root = entry(behind=". See also pears")
    assert shown(root, 12, 12, 13, 13, 14) == "apples, 12–14. See also pears"
    assert shown(root, 12, 14, 16, 18, 20) == "apples, 12, 14, 16, 18, 20. See also pears"
    assert shown(root, 12, 12, 12, 12, 12) == "apples, 12. See also pears"
    links = [link.get("href") for link in root.iter("a")]
    assert links == ["#t1"], "what is not seen is no link"


def test_the_same_pages_are_no_change() -> None:
    root = entry()
    folios = {f"t{n}": Folio(11 + n, False) for n in range(1, 6)}
    assert fill(root, folios) == fill(root, folios)


@pytest.mark.parametrize(
    ("by_page", "said"),
    [
        (False, "See note 2 (p.\u00a09), and note 1."),
        (True, "See note 2 (p.\u00a09), and note 1 (p.\u00a07)."),
    ],
)
def test_a_note_that_its_number_does_not_tell_is_named_with_its_page(
    said: str, *, by_page: bool
) -> None:
    root = fromstring(
        '<p>See note <a class="note-number" href="#n2">2</a>, and note '
        '<a class="note-number" href="#n1">1</a>.</p>'
    )
    name_note_pages(root, {"n1"}, "en", by_page=by_page)
    fill(root, {"n1": Folio(7, False), "n2": Folio(9, False)})
    assert "".join(root.itertext()).replace("\u00a0(", " (") == said
