"""A PDF for the screen read aloud: in order, with its tables, lists, pictures and links.

`page` is a validator of PDF/UA-1 that passes veraPDF's own corpus; the reading order is found with
PDFium, which knows which tag each piece of text belongs to.
"""

from __future__ import annotations

import ctypes
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import page as page_validation
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from msgspec import structs

from publish.check.pdf import check_pdf
from publish.model.edition import Print
from publish.model.publication import Image, Publication
from publish.write.pdf import Printed, Purpose, write_pdf
from tests.write.pdf.books import EDITION, PARAGRAPH, mark, note, one_part, open_pdf, picture

TABLE = (
    "<table><caption>Sums</caption><thead><tr><th>Name</th><th>First</th><th>Second</th></tr>"
    '</thead><tbody><tr><th scope="row">A</th><td rowspan="2">one</td><td>two</td></tr>'
    '<tr><th scope="row">B</th><td>four</td></tr><tr><td colspan="2">five</td></tr></tbody></table>'
)
LISTS = (
    "<ol><li><p>First.</p></li><li>Second<ul><li>inner</li></ul></li><li><ul><li>bare</li></ul></li>"
    "</ol><dl><dt>Word</dt><dd>meaning</dd></dl>"
)


def full_book(alt: str = "A red field") -> Publication:
    book = one_part(
        f"<h1>Chapter</h1><p>Before the note.{mark(1)} After it.</p>{PARAGRAPH}"
        f"<h2>Section</h2>{TABLE}"
        f'<h3>Lists</h3>{LISTS}<figure><img src="images/red.png" alt="{alt}"/>'
        f'<figcaption>A caption.</figcaption></figure><p><a href="#chapter-01">Back</a> or '
        f'<a href="https://example.org/">away</a>.</p>{PARAGRAPH * 6}<p>The end.</p>'
    )
    book.parts[0].notes = [note(1, "What the note says.")]
    book.images = {"red.png": picture()}
    return book


@pytest.fixture(scope="module")
def full() -> Printed:
    return write_pdf(full_book(), EDITION, Purpose.SCREEN)


def failed_rules(data: bytes) -> set[str]:
    return {f.rule_id for f in page_validation.validate_pdf_bytes(data, profile="ua1").failures}


def test_the_file_keeps_all_rules_of_pdf_ua(full: Printed, screen: Printed) -> None:
    for printed in (full, screen):
        assert printed.findings + check_pdf(printed.data, Purpose.SCREEN, EDITION) == []
        assert failed_rules(printed.data) == set()


def test_a_picture_without_words_leaves_the_claim_out() -> None:
    printed = write_pdf(full_book(alt=""), EDITION, Purpose.SCREEN)
    found = check_pdf(printed.data, Purpose.SCREEN, EDITION)
    assert [finding.code for finding in found] == ["WRI-071"]
    assert failed_rules(printed.data) >= {"PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"}
    with open_pdf(printed.data) as pdf:
        assert b"<pdfuaid:part>" not in pdf.Root.Metadata.read_bytes()


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    held = element.get("/K", [])
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def marked_texts(data: bytes) -> dict[tuple[int, int], str]:
    """Find the text of each mark, by page and number, with PDFium."""
    texts: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pypdfium2.PdfDocument(data)):
        text = page.get_textpage()
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            at = pdfium.FPDFPageObj_GetMarkedContentID(item)
            size = pdfium.FPDFTextObj_GetText(item, text, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFTextObj_GetText(
                item, text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
            said = buffer.raw[: size - 2].decode("utf-16-le")
            texts[number, at] = texts.get((number, at), "") + said
    return texts


class Passage(NamedTuple):
    """A text with the tags above it, and the language that the nearest of them has."""

    path: str
    language: str
    text: str


def passages(data: bytes) -> list[Passage]:
    """Walk the tags as a voice does."""
    texts = marked_texts(data)
    said: list[Passage] = []
    with open_pdf(data) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

        def walk(element: pikepdf.Object, above: str, language: str, page: int) -> None:
            page = pages[element.Pg.objgen] if "/Pg" in element else page
            path = f"{above}{element.get('/S', '')}"
            language = str(element.get("/Lang", language))
            for kid in kids(element):
                if isinstance(kid, int):
                    said.append(Passage(path, language, texts.get((page, kid), "")))
                elif kid.get("/Type") != "/OBJR":
                    walk(kid, path, language, page)

        walk(pdf.Root.StructTreeRoot, "", str(pdf.Root.get("/Lang", "")), 0)
    return said


def read_aloud(data: bytes) -> list[tuple[str, str]]:
    return [(each.path, each.text) for each in passages(data)]


def test_the_order_of_reading_is_that_of_the_text(full: Printed) -> None:
    said = "".join(text for _, text in read_aloud(full.data))
    words = [
        "Chapter", "Before the note.", "After it.", "Section", "Sums", "Name", "First",
        "Second", "one", "two", "four", "five", "Lists", "First.", "inner", "bare", "Word",
        "meaning", "A caption.", "Back", "away", "The end.",
    ]  # fmt: skip
    at = 0
    for word in words:
        found = said.find(word, at)
        assert found >= at, word
        at = found + len(word)
    assert "What the note says." in said


def test_each_text_has_the_tag_of_what_it_is(full: Printed) -> None:
    said = read_aloud(full.data)
    for text, tag in (
        ("Chapter", "/H1"), ("Section", "/H2"), ("Lists", "/H3"), ("Sums", "/Table/Caption"),
        ("Name", "/TR/TH"), ("four", "/TR/TD"), ("inner", "/L/LI/LBody"), ("bare", "/L/LI/LBody"),
        ("A caption.", "/Caption"), ("Back", "/Link"), ("What the note says.", "/Note/P"),
    ):  # fmt: skip
        assert any(text in shown and tag in path for path, shown in said), (text, tag)


def test_notes_at_the_end_are_notes_too() -> None:
    edition = structs.replace(EDITION, print=Print(notes="end"))
    printed = write_pdf(full_book(), edition, Purpose.SCREEN)
    assert failed_rules(printed.data) == set()
    said = {text: path for path, text in read_aloud(printed.data)}
    assert said["What the note says."] == "/Document/Sect/Sect/Note/P"


def test_headings_go_down_by_one_level_though_a_division_has_none() -> None:
    markup = "<h1>Play</h1><h3>Scene 1</h3><p>x</p><h3>Scene 2</h3><h4>Song</h4><h2>Act</h2>"
    printed = write_pdf(one_part(markup), EDITION, Purpose.SCREEN)
    said = {text: path for path, text in read_aloud(printed.data)}
    tags = [said[title].split("/")[3] for title in ("Play", "Scene 1", "Scene 2", "Song", "Act")]
    assert tags == ["H1", "H2", "H2", "H3", "H2"]
    assert failed_rules(printed.data) == set()


def test_running_heads_and_folios_are_not_read(full: Printed) -> None:
    said = "".join(text for path, text in read_aloud(full.data) if "Artifact" not in path)
    assert said.count("A Small Book") <= 1, "the half title, and no running head"


def test_cells_name_their_headers(full: Printed) -> None:
    with open_pdf(full.data) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
        names = {str(o.ID): o for o in found if o.S == "/TH"}
        cells = [o for o in found if o.S == "/TD"]
        assert sorted(str(o.A.Scope) for o in names.values()) == ["/Column"] * 3 + ["/Row"] * 2
        assert len(cells) == 5, (
            "two in the rows, one below both, one across, and one that was wanting"
        )
        spanning = next(o for o in cells if "/RowSpan" in o.A)
        assert len(spanning.A.Headers) == 3, "its column's, and those of both rows"
        tree = list(pdf.Root.StructTreeRoot.IDTree.Names)
        assert [str(name) for name in tree[::2]] == sorted({*names, *map(str, tree[::2])})
        assert set(names) < {str(name) for name in tree[::2]}, "the note has one too"


GROUPS = (
    '<table><thead><tr><th scope="col">Year</th><th scope="col">In</th></tr></thead>'
    '<tbody><tr><th scope="rowgroup" colspan="2">War</th></tr><tr><th scope="row">1801</th>'
    '<td>three</td></tr></tbody><tbody><tr><th scope="rowgroup" colspan="2">Peace</th></tr>'
    '<tr><th scope="row">1802</th><td>four</td></tr><tr><th scope="col">y</th>'
    '<th scope="col">Out</th></tr><tr><th scope="row">1803</th><td>five</td></tr></tbody></table>'
)


def test_a_header_of_rows_heads_those_of_its_group_alone() -> None:
    printed = write_pdf(one_part(f"<h1>A</h1>{GROUPS}"), EDITION, Purpose.SCREEN)
    assert failed_rules(printed.data) == set()
    texts = marked_texts(printed.data)
    with open_pdf(printed.data) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

        def words(cell: pikepdf.Object) -> str:
            return "".join(
                texts[pages[kid.Pg.objgen], int(mark)]
                for kid in [cell, *kids(cell)]
                if not isinstance(kid, int)
                for mark in kids(kid)
                if isinstance(mark, int)
            ).strip()

        cells = [o for o in pdf.objects if is_element(o, "/TH") or is_element(o, "/TD")]
        named = {str(cell.ID): words(cell) for cell in cells if "/ID" in cell}
        headed = {
            words(cell): [named[str(name)] for name in cell.A.Headers]
            for cell in cells
            if "/Headers" in cell.A
        }
    assert headed == {
        "three": ["In", "War", "1801"],
        "four": ["In", "Peace", "1802"],
        "five": ["Peace", "Out", "1803"],
    }


def test_each_passage_says_its_language() -> None:
    markup = (
        '<h1>A</h1><p>The word <i lang="grc">logos</i> and <span lang="en">this</span>.</p>'
        f'<blockquote lang="la"><p>Arma virumque.{mark(1)}</p></blockquote>'
    )
    book = one_part(markup)
    book.parts[0].notes = [note(1, "Cano.")]
    printed = write_pdf(book, EDITION, Purpose.SCREEN)
    assert failed_rules(printed.data) == set()
    spoken = {each.text.strip(): each.language for each in passages(printed.data)}
    assert spoken["logos"] == "grc"
    assert spoken["this"] == spoken["The word"] == "en"
    assert spoken["Arma virumque."] == "la"
    assert spoken["Cano."] == "la", "a note is in the language of what it is on"


def test_a_mark_without_its_letter_says_what_it_is() -> None:
    markup = '<h1>A</h1><p lang="ar" dir="rtl"><b>\u064f-</b></p>'
    assert failed_rules(write_pdf(one_part(markup), EDITION, Purpose.SCREEN).data) == set()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("/TBody", "a table holds Sect"),
        ("/TD", "a table's row holds Sect"),
        ("/LI", "a list holds Sect"),
        ("/LBody", "an entry of a list holds Sect"),
    ],
)
def test_what_does_not_belong_in_a_table_or_list_is_found(
    full: Printed, kind: str, said: str
) -> None:
    with open_pdf(full.data) as pdf:
        next(o for o in pdf.objects if is_element(o, kind)).S = pikepdf.Name.Sect
        assert said in faults(pdf)


def test_a_header_that_does_not_say_what_it_heads_is_found(full: Printed) -> None:
    with open_pdf(full.data) as pdf:
        del next(o for o in pdf.objects if is_element(o, "/TH")).A["/Scope"]
        assert "a table's header does not say what it heads" in faults(pdf)


def is_element(item: pikepdf.Object, kind: str) -> bool:
    return isinstance(item, pikepdf.Dictionary) and str(item.get("/S", "")) == kind


def faults(pdf: pikepdf.Pdf) -> list[str]:
    out = BytesIO()
    pdf.save(out)
    return [finding.message for finding in check_pdf(out.getvalue(), Purpose.SCREEN, EDITION)]


def test_a_drawing_of_a_formula_has_words(tmp_path: Path) -> None:
    """An SVG picture is a figure too."""
    book = full_book()
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    book.images["red.png"] = Image("red.png", "image/svg+xml", drawing, tmp_path / "red.svg")
    assert failed_rules(write_pdf(book, EDITION, Purpose.SCREEN).data) == set()


def test_a_link_with_words_set_apart_in_it_is_one_link() -> None:
    linked = '<p id="x">See <a href="#x"><i>the</i> place <b>over <i>there</i></b></a>.</p>'
    printed = write_pdf(one_part(f"<h1>A</h1>{linked}"), EDITION, Purpose.SCREEN)
    assert failed_rules(printed.data) == set()
    with open_pdf(printed.data) as pdf:
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
    assert len([link for link in links if str(link.Dest) == "x"]) <= 2, "and its page number"
