"""The list of corrections of a printed book says on which page and line each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2
import pytest

from publish import pipeline
from publish.makers import print_pages
from publish.model.printing import Printing
from publish.model.purpose import Purpose

SLIPS = {"watter": "water", "Jhon": "John", "secnod": "second", "tihrd": "third"}
FILLER = "An ordinary sentence stands here, and says no more than that it does. "
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
</teiHeader><text xml:lang="en"><body>{body}</body></text></TEI>"""


def body(chapters: int) -> str:
    """Make chapters of some pages, a slip deep in the first, in a note, and in the last two."""
    long = f"<p>{FILLER * 9}</p>" * 4
    first = f"<div><head>One</head>{long}<p>{FILLER}The watter rose.<note>Says Jhon.</note></p>"
    more = "".join(f"<div><head>More</head>{long}</div>" for _ in range(chapters))
    last = f"<div><head>Two</head>{long}<p>{FILLER * 3}A secnod day, a tihrd night.</p></div>"
    return f"{first}</div>{more}{last}"


@pytest.fixture(scope="module", params=[0, 6], ids=["two chapters", "many chapters"])
def book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, str]]:
    """The text of the printed list, and where the corrected words are printed."""
    path = tmp_path_factory.mktemp("corrections") / "book.xml"
    path.write_text(TEI.format(body=body(request.param)), "utf-8")
    entries = (
        f'[[erratum]]\nid = "E{number}"\nfind = "{was}"\nreplace = "{now}"\nkind = "printer"\n'
        'status = "verified"\nby = "B"\n'
        for number, (was, now) in enumerate(SLIPS.items())
    )
    path.with_name("book.errata.toml").write_text("".join(entries), "utf-8")
    build = pipeline.prepare(path)
    assert build.publication is not None
    printed = print_pages(build, build.publication, Purpose.SCREEN, pipeline.Progress())
    assert not [each for each in printed.findings if each.code == "WRI-141"]
    pdf = pypdfium2.PdfDocument(printed.data)
    told = " ".join(pdf[len(pdf) - 1].get_textpage().get_text_range().split())
    pdf.close()
    return told, dict(places_in_text(printed.printing))


def places_in_text(printing: Printing) -> Iterator[tuple[str, str]]:
    """Yield where the corrected words are printed, as the record of the printing has it."""
    for page in printing.pages[:-1]:
        for line in page.lines:
            for now in SLIPS.values():
                if re.search(rf"\b{now}\b", line.text):
                    where = "note 1" if line.is_note else f"line {line.number}"
                    yield now, f"p. {page.folio}, {where}"


def test_page_and_line_are_those_of_the_printed_words(
    book: tuple[str, dict[str, str]],
) -> None:
    told, places = book
    assert set(places) == set(SLIPS.values())
    for was, now in SLIPS.items():
        assert f"{places[now]} {was} {now}" in told
    assert "note 1" in places["John"]
    assert len({place for place in places.values() if "note" not in place}) >= 2
