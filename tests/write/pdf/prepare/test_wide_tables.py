"""Tables too wide for the page: turned, figures whole, large print in its size, titles over all."""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element, fromstring

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from msgspec import structs

from publish.check.pdf import check_pdf
from publish.check.typography.reading import read_pages
from publish.house.page.geometry import read_geometry
from publish.model.edition import Print
from publish.model.finding import has_errors
from publish.write.pdf import Printed, Purpose, write_pdf
from publish.write.pdf.prepare.setting.wide_tables import fit_tables
from tests.write.pdf.books import EDITION, PARAGRAPH, mark, note, one_part, open_pdf

PAGE = read_geometry(EDITION.print)

WORDS = "<td>Administrative</td>"


def table(cells: str, caption: str = "") -> Element:
    return fromstring(f"<html><table>{caption}<tr>{cells}</tr></table></html>")


def shares(root: Element) -> list[float]:
    return [float((col.get("style") or "")[7:-1]) for col in root.iter("col")]


@pytest.mark.parametrize(
    ("font_size_pt", "cls", "size"), [(11, "very-wide", 0.55), (18, "large", 1)]
)
def test_a_column_of_a_crowded_table_is_as_wide_as_its_figures(
    font_size_pt: float, cls: str, size: float
) -> None:
    measure = 14.0 if size < 1 else 18.0
    count = 3 if cls == "large" else 6
    root = table(WORDS * count + '<td class="number">10,000.00</td>')
    assert len(fit_tables(root, measure, font_size_pt)) == 1
    assert root[0].get("class") == f"{cls} crowded"
    assert shares(root)[-1] / 100 * measure / size > 4.0, "em: seven figures, a comma, a point"


def test_figures_are_rather_set_smaller_than_broken() -> None:
    root = table('<td class="number">1,210,000.50</td>' * 7)
    fit_tables(root, 14, 18)
    assert root[0].get("class") == "very-wide crowded"
    assert "font-size: 0.3" in (root[0].get("style") or "")


def test_a_table_is_wide_enough_for_the_words_of_its_title() -> None:
    root = table("<td>3</td>", "<caption>Lighthouses of the coast</caption>")
    assert fit_tables(root, 26) == []
    assert root[0].get("style") == "min-width: 5.5rem"


@pytest.mark.parametrize(
    ("around", "pt", "turned", "crowded"),
    [
        ("<div>{}</div>", 11, ["table"], False),
        ("<figure>{}</figure>", 11, ["figure"], False),
        ('<div>{}<div class="table-notes"><p>A note.</p></div></div>', 11, ["div"], False),
        ("<section><h1>Appendix</h1>{}</section>", 11, ["h1", "table"], False),
        ("<div>{0}{0}{0}<p>Text.</p></div>", 11, ["div", "div", "table"], False),
        ("<section><h1>Chapter</h1>{}<p>Text.</p></section>", 11, ["table"], False),
        ("<ul><li>{}</li></ul>", 11, [], True),
        ('<figure class="plate">{}</figure>', 11, [], True),
        ("<div>{}</div>", 18, [], True),
    ],
)
def test_a_table_too_wide_for_the_page_is_turned_where_it_may_have_one(
    around: str, pt: float, turned: list[str], crowded: bool
) -> None:
    cells = "<td>Administrative</td>" * (8 if pt < 16 else 4)
    root = fromstring(f"<html>{around.format(f'<table><tr>{cells}</tr></table>')}</html>")
    assert bool(fit_tables(root, 26, pt, 44)) == crowded
    assert [e.tag for e in root.iter() if "turned" in e.get("class", "").split()] == turned


def test_an_address_is_broken_rather_than_its_table_turned() -> None:
    root = table(f"<td>{'x' * 150}</td><td>A word</td>")
    assert len(fit_tables(root, 26, 11, 44)) == 1
    assert "turned" not in (root[0].get("class") or "")


@pytest.fixture(scope="module")
def turned() -> Printed:
    """A chapter with a table that fills more than a page, with a note in its first cell."""
    word = "representationalism"
    cells = f"<td>{word} {word}</td>" * 7
    head = f"<thead><tr>{f'<th>{word.upper()}</th>' * 7}</tr></thead>"
    noted = cells.replace("<td>", f"<td>Up{mark(1)} ", 1)
    rows = f"<tr>{noted}</tr>" + f"<tr>{cells}</tr>" * 12
    wide = f'<table id="wide"><caption>Things</caption>{head}<tbody>{rows}</tbody></table>'
    made = one_part(f"<h1>A</h1>{PARAGRAPH}{wide}{PARAGRAPH * 5}")
    made.parts[0].notes = [note(1, "A note.")]
    edition = structs.replace(EDITION, print=Print(half_title=False))
    return write_pdf(made, edition, Purpose.SCREEN)


def test_turned_pages_are_upright_sheets_with_a_head_on_each_and_a_drop_folio(
    turned: Printed,
) -> None:
    seen = []
    with pypdfium2.PdfDocument(turned.data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            angles = [
                math.degrees(pdfium.FPDFText_GetCharAngle(text.raw, place)) % 360
                for place in range(text.count_chars())
            ]
            count = sum(80 < angle < 100 or 260 < angle < 280 for angle in angles)
            seen.append((page.get_size(), count, text.get_text_range()))
    assert {size for size, _, _ in seen} == {(PAGE.trim.width, PAGE.trim.height)}
    tables = [words for _, count, words in seen if count > 200]
    assert len(tables) == 2
    assert all("REPRESENTATIONALISM" in words for words in tables)
    assert all("Small" not in words for words in tables), "no running head"
    assert turned.printing.folios["wide"] == "2"
    assert not has_errors(check_pdf(turned.data, Purpose.SCREEN, EDITION))


def test_what_is_on_a_turned_page_links_from_its_place_and_leaves_no_hole_before_it(
    turned: Printed,
) -> None:
    with open_pdf(turned.data) as pdf:
        rects = [
            [float(side) for side in link.Rect]
            for page in pdf.pages
            for link in page.obj.get("/Annots", [])
            if str(link.get("/Dest", "")) == "note-1"
        ]
    left, low, right, _ = rects[0]
    assert PAGE.inner < left < right < PAGE.trim.width / 3, "in the first row, at the head"
    assert PAGE.foot <= low < PAGE.foot + 20, "in the first column, at the foot of the page"
    first = next(page for page in read_pages(turned.data) if page.label == "1")
    assert len(first.lines) > PAGE.lines - 8, "text from behind the table fills the page"
    second = next(page for page in read_pages(turned.data) if page.label == "2")
    assert [line.text for line in second.lines] == ["2"], "the report reads no turned lines"
