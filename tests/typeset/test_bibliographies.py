"""Bibliographies in the styles that an edition can choose; no word of a reference is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from publish.model.document import TEI, Document
from publish.model.edition import Book, Edition, Text
from publish.model.finding import Finding
from publish.typeset import styled_references, typeset

MakeDocument = Callable[..., Document]
ARTICLE = (
    "<biblStruct><analytic><title level='a'>On rain</title><author><persName><forename>A</forename>"
    "<surname>Field</surname></persName></author></analytic><monogr>"
    "<title level='j'>Weather</title><imprint><biblScope unit='volume'>12</biblScope>"
    "<biblScope unit='issue'>3</biblScope>"
    "<biblScope unit='page' from='1' to='9'/><date when='1999'/></imprint></monogr>{}</biblStruct>"
)
BOOK = (
    "<biblStruct><monogr><author>Goethe, Johann</author><title level='m'>Faust</title><imprint>"
    "<pubPlace>Boston</pubPlace><publisher>Quay</publisher><date>1871</date></imprint></monogr>"
    "</biblStruct>"
)


def entries(
    make: MakeDocument, records: str, references: str = "notes"
) -> tuple[list[str], list[Finding]]:
    document = make(f"<div><head>Works</head><listBibl>{records}</listBibl></div>", "en")
    edition = Edition(book=Book(title="T", language="en"), text=Text(references=references))
    publication, findings = typeset(document, edition)
    assert not [finding for finding in findings if finding.code in {"TYP-040", "TYP-041"}]
    items = [item for part in publication.parts for item in part.body.iter("{*}li")]
    return ["".join(map(str, item.itertext())) for item in items], findings


def test_the_style_of_notes(tei_document: MakeDocument) -> None:
    said, _ = entries(tei_document, ARTICLE.format("") + BOOK)
    assert said == [
        "Field, A. “On rain.” Weather 12, no. 3 (1999): 1–9.",
        "Goethe, Johann. Faust. Boston: Quay, 1871.",
    ]


def test_the_style_of_author_and_date(tei_document: MakeDocument) -> None:
    said, _ = entries(tei_document, ARTICLE.format("") + BOOK, "author-date")
    assert said == [
        "Field, A. 1999. “On rain.” Weather 12 (3): 1–9.",
        "Goethe, Johann. 1871. Faust. Boston: Quay.",
    ]


def test_editors_are_named_as_such_in_both_styles(tei_document: MakeDocument) -> None:
    book = (
        "<biblStruct><monogr><title level='m'>Eclogues.</title>{}<editor><forename>Kaspar von"
        "</forename><surname>Barth</surname></editor><imprint><pubPlace>Hanau</pubPlace><date>1613</date></imprint></monogr>"
        "</biblStruct>"
    )
    said, _ = entries(tei_document, book.format(""), "author-date")
    assert said == ["Eclogues. 1613. Edited by Kaspar von Barth. Hanau."]
    author = "<author><forename>A</forename><surname>Hill</surname></author>"
    said, _ = entries(tei_document, book.format(author))
    assert said == ["Hill, A. Eclogues. Edited by Kaspar von Barth. Hanau, 1613."]


def test_no_point_doubles_that_of_an_initial(tei_document: MakeDocument) -> None:
    book = (
        "<biblStruct><monogr><author>\n <surname>Hill</surname>\n"
        " <forename xml:lang='ru'>П.В.</forename><forename xml:lang='en'>P.V.</forename>\n"
        "</author><title level='m'>Rain</title></monogr></biblStruct>"
    )
    said, _ = entries(tei_document, book)
    assert " ".join(said[0].split()) == "Hill П.В. P.V. Rain."


def test_a_raw_reference_is_not_set_beside_its_fields(tei_document: MakeDocument) -> None:
    raw = "<note type='raw_reference'>A. Field, On rain, Weather 12(3), 1999, 1-9.</note>"
    said, findings = entries(tei_document, ARTICLE.format(raw))
    assert said == ["Field, A. “On rain.” Weather 12, no. 3 (1999): 1–9."]
    assert findings == []


def test_words_of_a_raw_reference_that_its_fields_lack_are_told(
    tei_document: MakeDocument,
) -> None:
    raw = "<note type='raw_reference'>A. Field, On rain, Weather 12(3), Otherton, 1999.</note>"
    _, findings = entries(tei_document, ARTICLE.format(raw))
    assert [(f.code, "Otherton" in f.message) for f in findings] == [("TYP-115", True)]


SHORT = Path(__file__).parents[1] / "findings" / "TYP-117" / "short.csl"


def styled(
    make: MakeDocument, folder: Path, records: str, style: str = "short.csl"
) -> tuple[list[str], list[Finding]]:
    document = make(f"<div><head>Works</head><listBibl>{records}</listBibl></div>", "en")
    edition = Edition(
        book=Book(title="T", language="en"), text=Text(references=style), folder=folder
    )
    publication, findings = typeset(document, edition)
    assert not [finding for finding in findings if finding.code in {"TYP-040", "TYP-041"}]
    items = [item for part in publication.parts for item in part.body.iter("{*}li")]
    return ["".join(map(str, item.itertext())) for item in items], findings


def test_a_style_file_of_the_book_sets_the_entries(
    tei_document: MakeDocument, tmp_path: Path
) -> None:
    pytest.importorskip("citeproc", reason="styles in CSL are read by citeproc-py")
    shutil.copy(SHORT, tmp_path)
    doi = "<idno type='DOI'>10.1/x</idno><note>With a &lt;map&gt; &amp; more.</note>"
    said, findings = styled(tei_document, tmp_path, ARTICLE.format(doi) + BOOK)
    assert said == [
        "[1] A Field, On rain, 1999, https://doi.org/10.1/x. With a <map> & more.",
        "[2] Johann Goethe, Faust, 1871.",
    ]
    left_out = [finding for finding in findings if finding.code == "TYP-117"]
    assert "Weather" in "".join(finding.message for finding in left_out)


def test_words_marked_in_a_title_stay_marked(tei_document: MakeDocument, tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="styles in CSL are read by citeproc-py")
    shutil.copy(SHORT, tmp_path)
    title = (
        "Who is <title level='m'>Ham<hi rend='sup'>l</hi>et</title> &amp; <hi>x</hi>? "
        "On CO<hi rend='sub'>2</hi>"
    )
    document = tei_document(
        f"<div><head>Works</head><listBibl>{BOOK.replace('Faust', title)}</listBibl></div>"
    )
    edition = Edition(
        book=Book(title="T", language="en"), text=Text(references="short.csl"), folder=tmp_path
    )
    publication, findings = typeset(document, edition)
    assert "Ham" not in "".join(finding.message for finding in findings)
    (item,) = [item for part in publication.parts for item in part.body.iter("{*}li")]
    line = etree.tostring(item, encoding="unicode").replace("html:", "")
    assert "Who is <i>Ham<sup>l</sup>et</i> &amp; <i>x</i>? On CO<sub>2</sub>" in line


def test_letters_of_private_use_stay_in_a_reference(
    tei_document: MakeDocument, tmp_path: Path
) -> None:
    pytest.importorskip("citeproc", reason="styles in CSL are read by citeproc-py")
    shutil.copy(SHORT, tmp_path)
    title = "\U000f0000 \U000f4e01 \U0010fff0 \U0010fffd of <emph>Faust</emph>"  # as in CBETA
    said, _ = styled(tei_document, tmp_path, BOOK.replace("Faust", title))
    assert said == [
        "[1] Johann Goethe, \U000f0000 \U000f4e01 \U0010fff0 \U0010fffd of Faust, 1871."
    ]


def test_without_the_style_references_are_those_of_notes(
    tei_document: MakeDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, findings = styled(tei_document, tmp_path, BOOK, "none.csl")
    assert said == ["Goethe, Johann. Faust. Boston: Quay, 1871."]
    assert "TYP-116" in {finding.code for finding in findings}
    monkeypatch.setattr(styled_references, "can_cite", lambda: False)
    shutil.copy(SHORT, tmp_path)
    _, findings = styled(tei_document, tmp_path, BOOK)
    assert 'pip install "publish-tei[citations]"' in {finding.hint for finding in findings}


def test_a_style_with_entities_is_not_read(tei_document: MakeDocument, tmp_path: Path) -> None:
    style = "<!DOCTYPE style [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
    text = SHORT.read_text("utf-8").replace("?>", f"?>{style}", 1).replace(">Short<", ">&x;<")
    (tmp_path / "short.csl").write_text(text, "utf-8")
    _, findings = styled(tei_document, tmp_path, BOOK)
    assert "TYP-116" in {finding.code for finding in findings}


def test_a_corpus_of_single_references_is_one_list(tei_document: MakeDocument) -> None:
    header = (
        "<teiHeader><fileDesc><titleStmt><title>Rain</title></titleStmt></fileDesc></teiHeader>"
    )
    one = f"<TEI>{header}<text><body>{ARTICLE.format('')}</body></text></TEI>"
    other = f"<TEI>{header}<text><body>{BOOK}</body></text></TEI>"
    corpus = f"<teiCorpus xmlns='{TEI}'>{header}{(one + other) * 3}</teiCorpus>"
    document = Document(etree.fromstring(corpus), Path("b.xml"), "b.xml")
    publication, _ = typeset(document, Edition(book=Book(title="Works", language="en")))
    (part,) = [
        part for part in publication.parts if "Faust" in "".join(map(str, part.body.itertext()))
    ]
    assert [e for e in part.body.iter("{*}h1", "{*}h2")] == []
    assert len(list(part.body.iter("{*}p"))) == 6


def test_a_list_of_references_without_a_head_is_named(tei_document: MakeDocument) -> None:
    long = "<div><head>One</head><p>" + "A word. " * 2000 + "</p></div>"
    document = tei_document(f"{long}<div type='references'><listBibl>{BOOK}</listBibl></div>", "de")
    publication, _ = typeset(document, Edition(book=Book(title="T", language="de")))
    assert "Literaturverzeichnis" in [entry.title for entry in publication.contents]
