"""Which kind of text a document is taken for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from publish.model.document import TEI as TEI_URI
from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.model.text_kind import TextKind
from publish.typeset import typeset
from publish.typeset.kinds import _rows, taken_for

ROOT = Path(__file__).parents[2]
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{}</teiHeader>{}</TEI>'
LONG = "word " * 60
LETTER = "<profileDesc><correspDesc><correspAction/></correspDesc></profileDesc>"


def kind(text: str, header: str = "") -> TextKind:
    return taken_for(etree.fromstring(TEI.format(header, text))).kind


def body(words: str) -> str:
    return f"<text><body>{words}</body></text>"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (f"<p>{LONG}</p>", "prose"),
        (f"<lg><l>{LONG}</l></lg>", "verse"),
        (f"<sp><p>{LONG}</p></sp><p>a</p>", "play"),
        (f"<entry><form>a</form><sense>{LONG}</sense></entry>", "dictionary"),
        (f"<u who='#a'>{LONG}</u>", "speech"),
        (f"<p>{LONG}</p><listPerson><person><persName>A</persName></person></listPerson>", "prose"),
        (f"<listPerson><person><p>{LONG}</p></person></listPerson>", "prosopography"),
        (f"<msDesc><msIdentifier/><p>{LONG}</p></msDesc>", "catalogue"),
        (f"<p>{LONG}<app><lem>a</lem><rdg>b</rdg></app></p>", "critical-edition"),
        (f"<p>{LONG}</p>" * 20 + "<p><app><lem>a</lem></app></p>", "prose"),
        (f"<div type='edition'><ab><lb/>{LONG}</ab></div><div type='translation'>x</div>", "prose"),
        (f"<div type='edition'><p>{LONG}</p></div><div type='translation'>{LONG}</div>",
         "facing-pages"),
        (f"<div type='textpart'><p>{LONG}</p></div>", "cited-text"),
        (f"<div n='Gen'><ab type='verse' n='1'>{LONG}</ab></div>", "cited-text"),
        (f"<p>{LONG}" + "<milestone unit='verse' n='1'/>" * 9 + "</p>", "cited-text"),
        (f"<notatedMusic/><p>{LONG}</p>", "music"),
        (f"<p>{LONG}</p>" * 20 + "<notatedMusic/>", "prose"),
    ],
)  # fmt: skip
def test_a_document_is_taken_for_what_most_of_it_is(words: str, wanted: str) -> None:
    assert kind(body(words)) == wanted


def test_persons_at_the_back_of_a_letter_make_no_prosopography() -> None:
    persons = f"<back><listPerson><person><p>{LONG * 9}</p></person></listPerson></back>"
    text = f"<text><body><p>{LONG}</p></body>{persons}</text>"
    assert (kind(text), kind(text, LETTER)) == ("prose", "letters")


def test_a_header_alone_tells_a_manuscript() -> None:
    assert kind("<text><body><p/></body></text>", "<msDesc/>") == "catalogue"
    assert kind(body(f"<p>{LONG}</p>"), "<msDesc/>") == "prose"


def test_the_edition_goes_before_all_signs() -> None:
    root = etree.fromstring(TEI.format(LETTER, body(f"<p>{LONG}</p>")))
    assert taken_for(root, TextKind.PLAY).kind == "play"


def test_every_kind_has_a_row_and_is_in_the_manual() -> None:
    kinds = {kind for kind in TextKind if kind is not TextKind.AUTO}
    assert {row.kind for row in _rows()} == kinds
    for page in ("docs/kinds/README.md", "docs/edition.md"):
        manual = (ROOT / page).read_text("utf-8")
        assert [str(kind) for kind in kinds if f"`{kind}`" not in manual] == []


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("isicily-249/ISic000249.xml", "inscription"),
        ("schnitzler-brief/L04345.xml", "letters"),
        ("betamas-ms/BAVet92.xml", "catalogue"),
        ("srophe-person/1661.xml", "prosopography"),
        ("lex0-examples/examples.xml", "dictionary"),
        ("parla-tr/ParlaMint-TR_T27-tbmm-2018-07-07.xml", "speech"),
        ("pta-crit/pta0001.pta015.pta-grc1.xml", "cited-text"),
        ("barth-56/56037.xml", "prose"),
    ],
)
def test_public_documents_are_taken_for_what_they_are(file: str, wanted: str) -> None:
    path = ROOT.parent / "shared" / "genres" / file
    if not path.exists():
        pytest.skip("the collection is not beside the checkout")
    assert taken_for(etree.parse(Path(path)).getroot()).kind == wanted


def test_an_edition_with_witnesses_is_no_inscription() -> None:
    entry = "<app><lem>a</lem><rdg wit='#M'>b</rdg></app>"
    text = body(f"<div type='edition'><p>{LONG}<lb/>{entry}</p></div><div type='commentary'/>")
    witnesses = "<listWit><witness xml:id='M'>Codex</witness></listWit>"
    assert (kind(text), kind(text, witnesses)) == ("inscription", "critical-edition")


STONE = "<msDesc><physDesc><objectDesc/></physDesc></msDesc>"


def test_an_inscription_may_be_of_one_line() -> None:
    text = body("<div type='edition'><p>Dis manibus</p></div><div type='translation'>To</div>")
    assert (kind(text, STONE), kind(text)) == ("inscription", "prose")
    assert kind(text, STONE.replace("<objectDesc/>", "<objectDesc/><bindingDesc/><binding/>")) != (
        "inscription"
    )


def test_lines_of_a_papyrus_may_be_long() -> None:
    lines = f"<lb/>{'word ' * 30}<gap/>" * 9
    assert kind(body(f"<div type='edition'><ab>{lines}</ab></div>")) == "inscription"


def test_what_says_how_it_is_cited_is_no_inscription() -> None:
    line = f"<lb/>{'word ' * 9}<supplied>word</supplied>"
    text = body(f"<div type='edition'><div type='textpart'><p>{line * 9}</p></div></div>")
    cited = "<refsDecl><cRefPattern/></refsDecl>"
    assert (kind(text), kind(text, cited)) == ("inscription", "cited-text")


def test_an_inscription_stays_one_under_the_head_that_it_is_given(
    tei_document: Callable[..., Document],
) -> None:
    line = f"<lb/>{'word ' * 17}<gap reason='lost' quantity='3'/> word"
    document = tei_document(f"<div type='edition'><ab>{line * 4}</ab></div>")
    origin = f"<history><origin><origPlace>{LONG}</origPlace></origin></history>"
    document.root[0].append(etree.fromstring(f"<msDesc xmlns='{TEI_URI}'>{origin}</msDesc>"))
    assert taken_for(document.root).kind == "inscription"
    parts = typeset(document, Edition(book=Book(title="T", language="en")))[0].parts
    words = "".join(str(text) for part in parts for text in part.body.itertext())
    assert "Origin" in words
    assert "word [...] word" in words
