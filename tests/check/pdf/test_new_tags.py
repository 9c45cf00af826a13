"""PDF/UA-2: what its tags say, and each clause with a file made wrong."""

from __future__ import annotations

import pikepdf
import pytest
from msgspec import structs
from pikepdf import Array, Dictionary, Name, Pdf, String

from publish.check.pdf import check_pdf
from publish.model.edition import Print
from publish.model.publication import Matter, Publication
from publish.write.pdf import Printed, Purpose, write_pdf
from tests.check.pdf.test_archive import metadata
from tests.check.pdf.test_preflight import Spoil, spoilt
from tests.write.pdf.assemble.test_structure import full_book, read_aloud
from tests.write.pdf.books import EDITION, element, open_pdf, part

MATHML = "http://www.w3.org/1998/Math/MathML"
ROOT = f'<math xmlns="{MATHML}" alttext="square root of 2"><msqrt><mn>2</mn></msqrt></math>'
SQUARE = f'<math xmlns="{MATHML}" alttext="x squared"><msup><mi>x</mi><mn>2</mn></msup></math>'
NEW = structs.replace(EDITION, print=Print(screen_variant="pdf/ua-2"))


def book() -> Publication:
    """The book of all structures, with a title page, words that stand loose, and formulas."""
    made = full_book()
    title = part("titlepage", "<h1>A Small Book</h1>", epub_type="titlepage", matter=Matter.FRONT)
    title.body.set("{http://www.idpf.org/2007/ops}type", "titlepage")
    made.parts.insert(0, title)
    formulas = f"<p>Then {ROOT} and {SQUARE}.</p>"
    loose = f"<section><div>Loose words, <i>set apart</i>.{formulas}</div></section>"
    made.parts[1].body.append(element(loose)[0])
    return made


@pytest.fixture(scope="module")
def new() -> Printed:
    return write_pdf(book(), NEW, Purpose.SCREEN)


def messages(data: bytes) -> list[str]:
    return [finding.message for finding in check_pdf(data, Purpose.SCREEN, NEW)]


def tags(pdf: Pdf, kind: str) -> list[pikepdf.Object]:
    return [o for o in pdf.objects if isinstance(o, Dictionary) and str(o.get("/S", "")) == kind]


def first(pdf: Pdf, kind: str) -> pikepdf.Object:
    return tags(pdf, kind)[0]


def test_nothing_is_found_in_a_file_that_keeps_the_clauses(new: Printed) -> None:
    assert new.findings + check_pdf(new.data, Purpose.SCREEN, NEW) == []
    assert new.data.startswith(b"%PDF-2.0")
    with open_pdf(new.data) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        assert b"<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>" in packet
        spaces = [str(each.NS) for each in pdf.Root.StructTreeRoot.Namespaces]
        assert spaces[0] == "http://iso.org/pdf2/ssn"
        assert tags(pdf, "/Note") == []
        assert len(tags(pdf, "/Title")) == 1


def test_words_stand_in_paragraphs_of_sections(new: Printed) -> None:
    said = {text.strip(): path for path, text in read_aloud(new.data)}
    assert said["Chapter"] == "/Document/Sect/H1"
    assert said["Loose words,"] == "/Document/Sect/Div/P/Span"
    assert said["set apart"] == "/Document/Sect/Div/P/Span"
    assert said["four"].endswith("/TR/TD")


def test_a_note_and_its_mark_name_each_other(new: Printed) -> None:
    with open_pdf(new.data) as pdf:
        (note,) = tags(pdf, "/FENote")
        (mark,) = list(note.Ref)
        assert Name.Link == mark.S
        assert list(mark.Ref) == [note]
        assert note.A.NoteType == Name.Footnote


def test_a_note_at_the_end_says_so() -> None:
    at_end = structs.replace(NEW, print=structs.replace(NEW.print, notes="end"))
    printed = write_pdf(book(), at_end, Purpose.SCREEN)
    assert check_pdf(printed.data, Purpose.SCREEN, at_end) == []
    with open_pdf(printed.data) as pdf:
        (note,) = tags(pdf, "/FENote")
        assert note.A.NoteType == Name.Endnote
        assert len(note.Ref) == 1


def test_a_formula_has_words_and_its_mathml_beside_it(new: Printed) -> None:
    with open_pdf(new.data) as pdf:
        root, square = tags(pdf, "/Formula")
        assert [str(root.Alt), str(square.Alt)] == ["square root of 2", "x squared"]
        (file,) = list(root.AF)
        assert file.AFRelationship == Name.Supplement
        assert b"<msqrt><mn>2</mn></msqrt>" in file.EF.F.read_bytes()
        assert file.EF.F.Subtype == Name("/application/mathml+xml")


def test_links_and_bookmarks_lead_to_tags(new: Printed) -> None:
    with open_pdf(new.data) as pdf:
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
        inside = [link for link in links if str(link.A.S) == "/GoTo"]
        assert inside
        assert all("/S" in link.A.SD[0] for link in inside)


def test_older_tags_are_as_they_were() -> None:
    printed = write_pdf(book(), EDITION, Purpose.SCREEN)
    assert check_pdf(printed.data, Purpose.SCREEN, EDITION) == []
    with open_pdf(printed.data) as pdf:
        assert "/Namespaces" not in pdf.Root.StructTreeRoot
        assert all("/AF" not in formula for formula in tags(pdf, "/Formula"))
        own = [key for o in pdf.objects if isinstance(o, Dictionary) for key in o.keys()]  # noqa: SIM118
        assert not {"/Anchor", "/NewKind", "/MathML"} & set(own)


def test_a_library_s_file_with_formulas_does_not_claim_to_be_accessible() -> None:
    kept = structs.replace(EDITION, print=Print(archive_variant="pdf/a-4"))
    printed = write_pdf(book(), kept, Purpose.ARCHIVE)
    assert check_pdf(printed.data, Purpose.ARCHIVE, kept) == []
    with open_pdf(printed.data) as pdf:
        assert b"<pdfuaid:part>" not in pdf.Root.Metadata.read_bytes()
        assert all("/AF" not in formula for formula in tags(pdf, "/Formula"))


def become(kind: str, other: str) -> Spoil:
    return lambda pdf: first(pdf, kind).__setattr__("S", Name(f"/{other}"))


def without(kind: str, key: str) -> Spoil:
    return lambda pdf: first(pdf, kind).__delitem__(key)


def two_documents(pdf: Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    root.K = Array([*root.K, pdf.make_indirect(Dictionary(S=Name.Document, P=root, K=Array([])))])


def other_namespace(pdf: Pdf) -> None:
    first(pdf, "/H1").NS = Dictionary(Type=Name.Namespace, NS=String("http://example.org/"))


def no_language(pdf: Pdf) -> None:
    first(pdf, "/P").Lang = String("no language")


def words_in_a_row(pdf: Pdf) -> None:
    row = first(pdf, "/TR")
    row.K = Array([*row.K, 0])


def midst(pdf: Pdf) -> None:
    table = first(pdf, "/Table")
    caption, *rest = list(table.K)
    table.K = Array([rest[0], caption, *rest[1:]])


def unnumbered(pdf: Pdf) -> None:
    del next(each for each in tags(pdf, "/L") if "/A" in each)["/A"]


def unknown_note(pdf: Pdf) -> None:
    first(pdf, "/FENote").A.NoteType = Name.Sidenote


def silent_mark(pdf: Pdf) -> None:
    del first(pdf, "/FENote").Ref[0]["/Ref"]


def place_alone(pdf: Pdf) -> None:
    del first_link(pdf).A["/SD"]


def old_place(pdf: Pdf) -> None:
    first_link(pdf).Dest = String("chapter-01")


def first_link(pdf: Pdf) -> pikepdf.Object:
    return next(page.obj.Annots[0] for page in pdf.pages if "/Annots" in page.obj)


def no_order(pdf: Pdf) -> None:
    del next(page.obj for page in pdf.pages if "/Annots" in page.obj)["/Tabs"]


def bookmark(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Nowhere", 0))


def unattached(pdf: Pdf) -> None:
    first(pdf, "/Formula").AF[0].AFRelationship = Name.Data


def undescribed_file(pdf: Pdf) -> None:
    del first(pdf, "/Formula").AF[0]["/Desc"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (metadata(b"<pdfuaid:rev>2024</pdfuaid:rev>", b""), "or no year"),
        (metadata(b"dc:title", b"dc:other"), "have no title"),
        (two_documents, "are not in one Document"),
        (other_namespace, "H1 is no tag of the namespace"),
        (become("/FENote", "Note"), "Note is no tag of the namespace"),
        (become("/H2", "H"), "H is no tag of the namespace"),
        (no_language, "is no language"),
        (become("/Figure", "LBody"), "Sect holds LBody"),
        (become("/Table", "P"), "P holds TBody"),
        (words_in_a_row, "TR holds words"),
        (midst, "has a caption in its midst"),
        (unnumbered, "how it is numbered"),
        (unknown_note, "of which kind it is"),
        (without("/FENote", "/Ref"), "does not name the mark"),
        (silent_mark, "does not name the note"),
        (place_alone, "to no tag"),
        (old_place, "to no tag"),
        (no_order, "in which order"),
        (bookmark, "the bookmark 'Nowhere' leads to no tag"),
        (without("/Formula", "/Alt"), "does not say what it is"),
        (without("/Formula", "/AF"), "no MathML beside it"),
        (unattached, "no MathML beside it"),
        (undescribed_file, "an attached file does not say"),
    ],
)
def test_a_fault_of_the_new_tags_is_found(new: Printed, spoil: Spoil, said: str) -> None:
    assert any(said in message for message in messages(spoilt(new.data, spoil)))


def test_an_older_version_of_pdf_is_found(new: Printed) -> None:
    older = spoilt(new.data, lambda pdf: None, force_version="1.7")
    assert "PDF 1.7 has no tags of PDF 2.0" in messages(older)
