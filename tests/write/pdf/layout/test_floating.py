"""A figure that would leave a hole at a page's foot waits for the head of the next page."""

from __future__ import annotations

import pytest
from msgspec import structs

from publish.house.page.geometry import read_geometry
from publish.model.edition import Print
from publish.model.printing import Printing
from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, PARAGRAPH, SENTENCE, mark, note, one_part, picture

LINES = read_geometry(EDITION.print).lines
LONG = SENTENCE * 5 + "Wherever it is parted, the <i>harbour</i> stays one word. " + SENTENCE * 8
FIGURE = (
    '<figure id="fig"><img src="images/red.png" alt="A"/><figcaption>A boat</figcaption></figure>'
)


def printing_of(markup: str, pixels: tuple[int, int] = (1500, 1500), **choices: bool) -> Printing:
    """Print a chapter of these paragraphs behind two others."""
    book = one_part(f"<h1>A</h1>{PARAGRAPH * 2}{markup}")
    book.parts[0].notes = [note(1, "The note's own words.")] if "noteref" in markup else []
    book.images["red.png"] = picture(*pixels)
    edition = structs.replace(EDITION, print=Print(half_title=False, **choices))
    return write_pdf(book, edition, Purpose.SCREEN).printing


def first_page(printing: Printing) -> int:
    """Count the lines of the page that the chapter begins on."""
    (number,) = [n for n, page in enumerate(printing.pages) if page.folio == "1"][-1:]
    return len({line.number for line in printing.pages[number].lines})


def words(printing: Printing) -> str:
    lines = [line for page in printing.pages for line in page.lines if line.text != "A boat"]
    return "".join(line.text.rstrip("\u2010") for line in lines if not line.is_note).replace(
        " ", ""
    )


def test_text_fills_the_page_before_a_figure_that_does_not_fit_there() -> None:
    markup = f'{FIGURE}<p id="long">{LONG}</p>{PARAGRAPH * 4}'
    asked, left = printing_of(markup), printing_of(markup, float_figures=False)
    assert first_page(asked) > first_page(left) + 8
    assert words(asked) == words(left)
    assert asked.folios["fig"] == left.folios["fig"] == "2"
    (second,) = [page for page in asked.pages if page.folio == "2"][-1:]
    assert second.start is not None
    assert second.start.block == "long", "so that an EPUB's page list goes on in order"


def test_a_parted_paragraph_keeps_its_places_and_its_notes() -> None:
    """Lines say where they stand in the whole paragraph, on both sides of the figure."""
    text = LONG.replace("one word.", f"one word.{mark(1)}")
    printing = printing_of(f'{FIGURE}<p id="long">{text}</p>{PARAGRAPH * 4}')
    lines = [line for page in printing.pages for line in page.lines if line.block == "long"]
    starts = [line.start for line in lines]
    assert len({page.folio for page in printing.pages if set(page.lines) & set(lines)}) == 2
    assert starts == sorted(starts)
    plain = text.replace("<i>", "").replace("</i>", "").replace(mark(1), "1")
    assert [plain[at:].lstrip()[:6] for at in starts] == [line.text[:6] for line in lines]
    noted = [page.folio for page in printing.pages if any(line.is_note for line in page.lines)]
    called = [p.folio for p in printing.pages if any("word.1" in line.text for line in p.lines)]
    assert noted == called


ROWS = "".join(f"<tr><td>row {n}</td><td>{n}</td></tr>" for n in range(1, 17))
TABLE = f"<table><caption>Ships</caption><tbody>{ROWS}</tbody></table>"


def test_a_small_table_with_a_caption_waits_as_figures_do() -> None:
    markup = f"{TABLE}<p>{LONG}</p>{PARAGRAPH * 4}"
    asked, left = printing_of(markup), printing_of(markup, float_figures=False)
    assert first_page(asked) > first_page(left) + 8
    assert on_pages(asked, "row") == on_pages(left, "row") == {"2"}


def test_a_table_that_a_colon_leads_to_stays_behind_it() -> None:
    small = TABLE.replace(ROWS, ROWS[: ROWS.index("<tr><td>row 9")])
    markup = f"<p>Before them.</p><p>These are they:</p>{small}<p>{LONG}</p>{PARAGRAPH * 4}"
    printing = printing_of(markup)
    lines = [line.text for page in printing.pages for line in page.lines]
    assert lines[lines.index("These are they:") + 1] == "Ships"
    assert len(on_pages(printing, "row")) == 1


def on_pages(printing: Printing, words: str) -> set[str]:
    """Return the folios of the pages with lines that begin so."""
    return {
        page.folio
        for page in printing.pages
        if any(line.text.startswith(words) for line in page.lines)
    }


@pytest.mark.parametrize(
    "behind",
    ["<h2>A heading</h2><p>Text.</p>", '<figure><img src="images/red.png" alt="B"/></figure>'],
)
def test_no_figure_passes_a_heading_or_another_figure(behind: str) -> None:
    markup = f"{FIGURE}{behind}{PARAGRAPH * 6}"
    lines = [first_page(printing_of(markup, float_figures=floats)) for floats in (True, False)]
    assert max(lines) < LINES / 2
    assert max(lines) - min(lines) <= 2, "the pages may be planned otherwise"


def test_a_plate_stands_between_two_full_pages() -> None:
    plate = FIGURE.replace("<figure", '<figure class="plate"')
    printing = printing_of(f"{plate}{PARAGRAPH * 6}")
    assert printing.folios["fig"] == "2"
    assert first_page(printing) > LINES - 8
