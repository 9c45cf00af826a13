"""What the same rules speak of has one style in a whole book, and each element its own anchor."""

from __future__ import annotations

import copy

import pytest
from msgspec import structs

from publish.engine import Laid, LayoutResources, lay_out, open_resources
from publish.engine.boxes import line_boxes
from publish.model.purpose import Purpose
from publish.write.pdf.book import begin
from tests.write.pdf.books import EDITION, one_part

TWO = "<p id='one'>One.</p><p id='two'>Two.</p>"


def lay(markup: str, *sheets: str, before: LayoutResources | None = None) -> Laid:
    """Lay a chapter out with these sheets besides, or with the resources of another."""
    book = begin(one_part(markup), EDITION, Purpose.SCREEN)
    inputs = book.inputs
    inputs = structs.replace(inputs, stylesheets=[*inputs.stylesheets, *sheets])
    return lay_out(copy.deepcopy(book.divisions[-1].root), before or open_resources(inputs))


def widths(laid: Laid) -> list[float]:
    """Return the widths of the first page's paragraphs."""
    page = laid.pages[0]._page_box
    return [round(box.width) for box in page.descendants() if box.element_tag == "p"]


def test_paragraphs_of_all_divisions_have_the_styles_of_the_first() -> None:
    book = begin(one_part(TWO), EDITION, Purpose.SCREEN)
    root, resources = book.divisions[-1].root, book.resources
    lay_out(copy.deepcopy(root), resources)
    kept = dict(resources.fonts.kept_styles or {})
    laid = lay_out(root, resources)
    assert len(kept) > 5
    assert resources.fonts.kept_styles == kept
    styles = [line.style.parent_style for line in line_boxes(laid.pages[0]._page_box)]
    assert styles[-2] is not styles[-1], "the second paragraph of a chapter has an indent"
    assert {id(style) for style in styles} <= {id(style) for style in kept.values()}
    assert {"one", "two"} <= set(laid.page_records[0].anchors)


def test_what_an_element_says_of_its_own_style_is_its_own() -> None:
    spoken = TWO.replace("<p id='one'", "<p id='one' style='width: 100px'")
    assert widths(lay(spoken))[0] == 100
    assert widths(lay(TWO))[0] > 100


def test_shares_of_a_page_are_those_of_the_division_s_own() -> None:
    sheet = "@page wide { size: 20cm 20cm } .wide { page: wide } p { width: 50vw }"
    book = begin(one_part(TWO), EDITION, Purpose.SCREEN)
    sheets = [*book.inputs.stylesheets, sheet]
    resources = open_resources(structs.replace(book.inputs, stylesheets=sheets))
    narrow, wide = (copy.deepcopy(book.divisions[-1].root) for _ in range(2))
    wide[0].set("class", "wide")
    one, other = (widths(lay_out(root, resources))[0] for root in (narrow, wide))
    assert other > one + 50


@pytest.mark.parametrize(
    ("sheets", "width"),
    [
        (["p { width: 100px }", "p { width: 200px }"], 200),
        (["body p { width: 100px }", "p { width: 200px }"], 100),
        (["p { width: 100px !important }", "body p { width: 200px }"], 100),
        (["#one { width: 100px }", ".none, p { width: 200px }"], 100),
        (["p:lang(en) { width: 100px }", "* { width: 200px }"], 100),
        (["@layer a { body p { width: 100px } }", "p { width: 200px }"], 200),
    ],
)
def test_the_later_of_two_sheets_wins_where_neither_is_more_specific(
    sheets: list[str], width: int
) -> None:
    assert widths(lay(TWO, *sheets))[0] == width
