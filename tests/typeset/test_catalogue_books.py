"""Documents whose text is empty: a manuscript described in the header, pages of a source."""

from __future__ import annotations

from pathlib import Path

from publish.model.document import TEI
from publish.model.publication import Matter
from publish.read import read_book
from publish.typeset import typeset

HEADER = (
    "<fileDesc><titleStmt><title>MS. Ex. 1</title></titleStmt><publicationStmt><p/>"
    "</publicationStmt><sourceDesc>{source}</sourceDesc></fileDesc>"
)
DESCRIBED = (
    "<msDesc xml:lang='de'><msIdentifier><settlement>Aford</settlement><idno>MS. Ex. 1</idno>"
    "</msIdentifier><head>Stundenbuch</head><msContents><msItem n='1'><locus from='1r' to='12v'/>"
    "<title>Kalender</title></msItem></msContents><history><provenance>Geschenk.</provenance>"
    "</history></msDesc>"
)


def lines(folder: Path, source: str, rest: str) -> list[str]:
    """Typeset a document; give the lines of its body and the titles in its contents."""
    path = folder / "book.xml"
    header = HEADER.format(source=source)
    path.write_text(
        f"<TEI xmlns='{TEI}' xml:lang='de'><teiHeader>{header}</teiHeader>{rest}</TEI>", "utf-8"
    )
    document, edition, _ = read_book(path)
    publication, findings = typeset(document, edition)
    assert not [finding for finding in findings if finding.code in {"TYP-040", "TYP-041"}]
    body = next(part.body for part in publication.parts if part.matter is Matter.BODY)
    blocks = [
        e for e in body.iter("{*}h1", "{*}p", "{*}div") if not list(e.iter("{*}div", "{*}p"))[1:]
    ]
    said = (" ".join("".join(map(str, e.itertext())).split()) for e in blocks)
    return [line for line in said if line]


def test_a_description_in_the_header_is_a_catalogues_entry(tmp_path: Path) -> None:
    assert lines(tmp_path, DESCRIBED, "<text><body><p/></body></text>") == [
        "MS. Ex. 1", "Aford", "Stundenbuch", "Inhalt", "1. (Bl. 1r–12v) Kalender", "Geschichte",
        "Provenienz: Geschenk.",
    ]  # fmt: skip


def test_pages_of_a_source_show_what_was_struck_out(tmp_path: Path) -> None:
    zone = (
        "<zone><line>the <mod><del>old</del><add place='above'>new</add></mod> word</line></zone>"
    )
    rest = f"<sourceDoc><surface n='1r'>{zone}</surface></sourceDoc>"
    assert lines(tmp_path, "<p/>", rest) == ["1r", "the oldnew word"]
