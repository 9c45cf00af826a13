"""Letters of readers, "p. 1, line 2: for x read y": the words they mean, and no others."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from publish.model.document import Document
from publish.model.erratum import Erratum
from publish.model.finding import PublishError
from publish.model.printing import PrintedLine, PrintedPage, Printing
from publish.read import read_book
from publish.revise.new_errata import Finder
from publish.revise.page_places import PrintedLines, PrintedPlace, on_line
from publish.revise.reader_text import ReaderText

FIRST = "A first note, much longer than what stands around it, of the harbour and the sea."
WIND = "The wind rose. " * 20
HEBREW = "בְּרֵאשִׁית בָּרָא אֱלֹהִים."
GREEK = "ἣ μυρί᾽ Ἀχαιοῖς"
TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Storm</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><p>Then she sat on the mat , and he went hom, home at last.
<note>{FIRST}</note></p>
<p>It <q>fell</q> -- or the resumé, the <hi>gover</hi>nmetn.<note>Yes: "oui" or non.</note></p>
<p>{HEBREW}</p>
<p>{GREEK}</p>
<p>{unicodedata.normalize("NFD", "Un été brûlé passa.")}</p>
<p>{WIND}</p></div></body></text></TEI>
"""
LINES = (
    "Then she sat on the mat , and he went hom, home at last.1",
    "It “fell”—or the resumé, the governmetn.2",
    HEBREW,
    GREEK,
    "Un été brûlé passa.",
    WIND,
)
NOTES = (f"1{FIRST}", "2Yes: “oui” or non.")


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> PrintedLines:
    path = tmp_path_factory.mktemp("letters") / "storm.xml"
    path.write_text(TEI, "utf-8")
    document: Document = read_book(path)[0]
    text = [PrintedLine(n, "p", 0, words) for n, words in enumerate(LINES, 1)]
    notes = [PrintedLine(9, "n", 0, words, True) for words in NOTES]
    page = PrintedPage("1", (*text, *notes))
    return PrintedLines(Printing("1", (page,)), ReaderText(document))


def meant(lines: PrintedLines, line: int, find: str, read: str, *, is_note: bool = False) -> str:
    """Return what the line of the manuscript reads when the letter has been obeyed."""
    place = PrintedPlace("1", line, is_note)
    erratum, spans = on_line(lines, place, Erratum(id="", find=find, replace=read))
    (chosen,) = (o for o in Finder(lines.reader.document).occurrences(erratum) if o.span in spans)
    return chosen.lead + erratum.replace + chosen.trail


@pytest.mark.parametrize(
    ("line", "find", "read", "result"),
    [
        (1, " ,", ",", "sat on the mat, and he"),
        (1, "mat ,", "mat,", "sat on the mat, and he"),
        (1, "mat,", "mat;", "sat on the mat; and he"),
        (1, "hom", "hum", "he went hum, home at last."),
        (1, "he", "she", "and she went hom"),
        (1, "hom,", "home,", "went home, home at"),
        (2, "“fell”", "“stood”", "It stood -- or"),
        (2, "fell”—or", "fell”, or", None),
        (2, "resume", "résumé", "the résumé, the"),
        (2, "governmetn", "government", "the government."),
        (3, "ברא", "ברה", " ברה "),
        (4, "μυρί’", "μύρι’", " μύρι’ "),
        (5, "brûlé", "brulant", " brulant passa"),
    ],
)
def test_what_is_meant_is_quoted_whole(
    lines: PrintedLines, line: int, find: str, read: str, result: str | None
) -> None:
    if result is None:
        with pytest.raises(PublishError, match="REV-017"):
            meant(lines, line, find, read)
    else:
        assert result in meant(lines, line, find, read)


def test_a_note_is_found_whatever_was_printed_before_it(lines: PrintedLines) -> None:
    """The note before it on the page stands far from it in the manuscript."""
    assert lines.match(PrintedPlace("1", 2, is_note=True)).text == 'Yes: "oui" or non.'
    assert meant(lines, 2, "oui", "si", is_note=True) == 'Yes: "si" or non.'


def test_what_the_manuscript_has_not_is_no_place(lines: PrintedLines) -> None:
    with pytest.raises(PublishError, match="REV-017"):
        meant(lines, 1, "mat!", "mat?")


@pytest.mark.parametrize("page", ["1", " 1", "１", "١"])
def test_a_folio_is_known_in_other_digits(lines: PrintedLines, page: str) -> None:
    assert lines.read(PrintedPlace(page, 1)) == LINES[0]


def test_a_page_that_is_not_there_is_told(lines: PrintedLines) -> None:
    with pytest.raises(PublishError, match="CLI-038"):
        lines.read(PrintedPlace("I", 1))
    with pytest.raises(PublishError, match="2 lines of notes"):
        lines.read(PrintedPlace("1", 3, is_note=True))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Cadets were with us", "Cadets, were with us"),
        ("Cadets weer with us", "Cadets are with us"),
    ],
)
def test_a_line_that_ends_within_a_correction_is_found(
    tmp_path: Path, wrong: str, right: str
) -> None:
    path = tmp_path / "storm.xml"
    long = WIND.replace("wind", "tide")
    start = TEI.index("<div>")
    path.write_text(
        f"{TEI[:start]}<div><p>{long}Their allies, the {wrong} then. {WIND}</p></div>"
        "</body></text></TEI>",
        "utf-8",
    )
    path.with_name("storm.errata.toml").write_text(
        f'[[erratum]]\nid = "E1"\nfind = "{wrong}"\nreplace = "{right}"\nkind = "printer"\n'
        'status = "verified"\nby = "B"\n',
        "utf-8",
    )
    first, second, *rest = right.split()
    printed = (long, f"Their allies, the {first} {second}", f"{' '.join(rest)} then. {WIND}")
    page = PrintedPage("1", tuple(PrintedLine(n, "p", 0, t) for n, t in enumerate(printed, 1)))
    reader = ReaderText(read_book(path)[0])
    match = PrintedLines(Printing("1", (page,)), reader).match(PrintedPlace("1", 2))
    assert match.words == f"Their allies, the {' '.join(wrong.split()[:2])}"
