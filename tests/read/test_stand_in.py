"""A document whose text has no words is a book of its transcription, lists or description."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.model.document import XML_ID, local_name, tei

from .reading import outcome

HEADER = (
    "<fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>n</p></publicationStmt>"
    "<sourceDesc>{source}</sourceDesc></fileDesc><profileDesc>{profile}</profileDesc>"
)
EMPTY = "<text xml:lang='en'><body><p/></body></text>"
PERSONS = "<listPerson><person><persName>Ann</persName></person></listPerson>"
LETTER = "<correspDesc><correspAction><persName>Ann</persName></correspAction></correspDesc>"
SURFACE = "<sourceDoc><surface><line>Ann</line></surface></sourceDoc>"


def document(tmp_path: Path, *, source: str = "<p/>", profile: str = "", rest: str) -> Path:
    path = tmp_path / "in.xml"
    header = HEADER.format(source=source, profile=profile)
    path.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader>{rest}</TEI>'
    )
    return path


@pytest.mark.parametrize(
    ("source", "profile", "rest", "shown"),
    [
        ("<p/>", "", SURFACE, "sourceDoc"),
        ("<p/>", "", SURFACE + EMPTY, "sourceDoc"),
        ("<p/>", "", f"<standOff>{PERSONS}</standOff>", "listPerson"),
        ("<msDesc xml:id='m'><msName>Ann</msName></msDesc>", "", EMPTY, "msDesc"),
        (
            "<msDesc><msName>Ann</msName></msDesc>",
            "",
            "<text><body>Content pending</body></text>",
            "msDesc",
        ),
        ("<p/>", f"<particDesc>{PERSONS}</particDesc>", EMPTY, "listPerson"),
        ("<p/>", LETTER, EMPTY, "correspDesc"),
    ],
)
def test_it_is_the_body(tmp_path: Path, source: str, profile: str, rest: str, shown: str) -> None:
    result = outcome(document(tmp_path, source=source, profile=profile, rest=rest))
    body = result.root.find(f"{tei('text')}/{tei('body')}")
    assert body is not None
    assert [local_name(child) for child in body] == [shown]
    assert "".join(map(str, body.itertext())) == "Ann"
    assert "REA-123" in result.codes
    identifiers = [e.get(XML_ID) for e in result.root.iter() if e.get(XML_ID)]
    assert len(identifiers) == len(set(identifiers))


def test_words_of_a_text_come_first(tmp_path: Path) -> None:
    rest = SURFACE + EMPTY.replace("<p/>", "<p>Text.</p>")
    result = outcome(document(tmp_path, rest=rest))
    assert "REA-123" not in result.codes
    assert result.words.split() == ["Text."]


def test_each_document_of_a_corpus_is_looked_at(tmp_path: Path) -> None:
    path = document(tmp_path, rest=SURFACE)
    one = path.read_text()
    two = one.replace(SURFACE, "<text><body><p>Two</p></body></text>")
    path.write_text(
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>'
        f"{HEADER.format(source='<p/>', profile='')}</teiHeader>{one}{two}</teiCorpus>"
    )
    bodies = list(outcome(path).root.iter(tei("body")))
    assert ["".join(map(str, body.itertext())) for body in bodies] == ["Ann", "Two"]
