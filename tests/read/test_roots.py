"""The TEI in a file, whatever it was called or wrapped in: P4, envelopes, parts, corpora."""

from __future__ import annotations

import pytest

from publish.model.document import TEI as SPACE
from publish.model.document import XML_ID, XML_LANG, local_name, serialize

from .reading import HEADER, TEI, Read, tei

P4 = """<!DOCTYPE TEI.2 PUBLIC "-//TEI P4//DTD Main DTD Driver File//EN" "tei2.dtd" [
<!ENTITY fig1 SYSTEM "images/one.jpg" NDATA jpeg><!NOTATION jpeg SYSTEM "jpeg">
<!ENTITY eacute "&#233;">]>
<TEI.2><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>
<text lang="en"><body><div1 id="one"><head>H</head>
<p id="p1">caf&eacute; <ref target="p1">r</ref> <xref url="http://x.org/">u</xref>
<corr sic="teh">the</corr> <abbr expan="Mister">Mr</abbr> <sic corr="cat">kat</sic>
<figure entity="fig1"><figDesc>d</figDesc></figure> <gap desc="stain"/>
<index level1="a" level2="b"/> <note place="foot" target="p1">n</note></p></div1></body></text>
</TEI.2>"""


def test_p4_is_read_as_p5(read: Read) -> None:
    result = read(P4)
    assert result.codes == ["REA-023"]
    made = serialize(result.root).decode()
    for words in (
        '<div1 xml:id="one">',
        '<ref target="#p1">',
        '<ref target="http://x.org/">',
        "<choice><corr>the</corr><sic>teh</sic></choice>",
        "<choice><abbr>Mr</abbr><expan>Mister</expan></choice>",
        "<choice><sic>kat</sic><corr>cat</corr></choice>",
        '<figure><graphic url="images/one.jpg"/>',
        "<gap><desc>stain</desc></gap>",
        "<index><term>a</term><index><term>b</term></index></index>",
        '<note place="foot" target="#p1">',
    ):
        assert words in made
    assert "café" in result.words


def test_p4_in_capitals_is_read(read: Read) -> None:
    loud = "<TEI.2><TEXT><BODY><DIV1 TYPE='chapter'><P ID='a'>one</P></DIV1></BODY></TEXT></TEI.2>"
    result = read(loud)
    division = result.root.find(f".//{{{SPACE}}}div1")
    assert division is not None
    assert division.get("type") == "chapter"
    assert result.words == "one"


def test_without_a_namespace_it_is_read_as_p5(read: Read) -> None:
    result = read(tei("<p>one</p>").replace('xmlns="http://www.tei-c.org/ns/1.0" ', ""))
    assert "no namespace" in result.the("REA-021").message
    assert result.words == "one"


@pytest.mark.parametrize("space", ["http://www.tei-c.org/ns/2.0", "http://www.tei-c.org", "urn:x"])
def test_another_namespace_is_read_as_teis(read: Read, space: str) -> None:
    result = read(tei("<p>one</p>").replace("http://www.tei-c.org/ns/1.0", space))
    assert space in result.the("REA-021").message
    assert result.root.tag == f"{{{SPACE}}}TEI"
    assert result.words == "one"


def test_a_prefix_for_tei_is_as_good_as_none(read: Read) -> None:
    text = (
        f'<t:TEI xmlns:t="{SPACE}"><t:text xml:lang="en"><t:body><t:p>one</t:p></t:body></t:text>'
        "</t:TEI>"
    )
    assert read(text).words == "one"


@pytest.mark.parametrize(
    "part",
    [
        "<text><body><p>one</p></body></text>",
        "<body><p>one</p></body>",
        "<div><p>one</p></div>",
        "<lg><l>one</l></lg>",
        "<p>one</p>",
    ],
)
def test_a_part_alone_is_put_into_a_document(read: Read, part: str) -> None:
    name = part[1:].partition(">")[0]
    result = read(part.replace(f"<{name}", f'<{name} xmlns="{SPACE}"', 1))
    assert f"<{name}>" in result.the("REA-022").message
    assert result.root.find(f".//{{{SPACE}}}text") is not None
    assert result.words == "one"


def test_an_envelope_is_taken_off(read: Read) -> None:
    record = f"<OAI-PMH><record><metadata>{tei('<p>one</p>')}</metadata></record></OAI-PMH>"
    assert read(record).words == "one"


def test_several_documents_become_a_corpus(read: Read) -> None:
    result = read(f"<all>{tei('<p>one</p>')}{tei('<p>two</p>')}</all>")
    assert result.root.tag == f"{{{SPACE}}}teiCorpus"
    assert len(result.root.findall(f"{{{SPACE}}}TEI")) == 2


def test_documents_may_stand_inside_documents(read: Read) -> None:
    corpus = f"{TEI.replace('<TEI', '<teiCorpus')}{HEADER}{tei('<p>one</p>')}{tei('<p>two</p>')}"
    result = read(f"{corpus}</teiCorpus>")
    assert result.edition is not None
    assert result.edition.book.title == "T"
    assert result.codes == []


@pytest.mark.parametrize("body", ["", "<text/>", "<text><body/></text>", "<text><front/></text>"])
def test_a_document_without_words_is_a_document(read: Read, body: str) -> None:
    result = read(f"{TEI}{HEADER}{body}</TEI>")
    assert result.codes == ["REA-027"]


def test_a_document_without_a_header_has_its_files_name(read: Read) -> None:
    result = read(f"{TEI}<text xml:lang='en'><body><p>one</p></body></text></TEI>")
    assert result.codes == ["REA-028"]
    assert result.edition is not None
    assert result.edition.book.title == "in"


def test_elements_of_other_namespaces_stay_what_they_are(read: Read) -> None:
    body = "<p>a <x:y xmlns:x='urn:x' x:z='1'>b</x:y> c<m xmlns='http://m'>d</m></p>"
    result = read(tei(body))
    assert result.words == "a b cd"
    assert result.root.find(".//{urn:x}y") is not None
    assert result.root.find(".//{http://m}m") is not None


def test_repeated_ids_are_told_and_made_unique(read: Read) -> None:
    body = "<p xml:id='a'/>\n<p xml:id='a'/>\n<p xml:id='a-2'/><ref target='#a'/>"
    result = read(tei(body))
    finding = result.the("REA-024")
    assert str(finding.place) == "in.xml:2:1"
    names = [element.get(XML_ID) for element in result.root.iter("{*}p")]
    assert names[-3:] == ["a", "a-3", "a-2"]


def test_ids_that_are_no_names_are_told_and_pointers_follow(read: Read) -> None:
    result = read(tei("<p xml:id='12 b'/><ref target='#12%20b'/><ptr target='#7'/><p xml:id='7'/>"))
    assert "_12_b" in result.the("REA-025").message
    link, pointer = result.root.find(".//{*}ref"), result.root.find(".//{*}ptr")
    assert link is not None and pointer is not None
    assert (link.get("target"), pointer.get("target")) == ("#_12_b", "#_7")


def test_many_repeated_ids_are_counted(read: Read) -> None:
    result = read(tei("<p xml:id='a'/>" * 5000))
    assert len(result.findings) == 21
    assert "4979 more" in result.findings[-1].message


@pytest.mark.parametrize(
    ("written", "tag"),
    [("eng", "en"), ("ger", "de"), ("en_GB", "en-GB"), ("latin", "la"), ("GRC", "grc"),
     ("zh-hant-tw", "zh-Hant-TW"), ("en-GB-x-lowland", "en-GB-x-lowland"), ("Français", "fr"),
     ("iw", "he"), ("fro", "fro")],
)  # fmt: skip
def test_languages_are_written_as_bcp_47_wants(read: Read, written: str, tag: str) -> None:
    result = read(tei(f"<p xml:lang='{written}'>x</p>"))
    paragraph = result.root.find(".//{*}body/{*}p")
    assert paragraph is not None
    assert paragraph.get(XML_LANG) == tag
    assert result.codes == []


@pytest.mark.parametrize("written", ["??", "xxx"])
def test_what_names_no_language_is_told_once(read: Read, written: str) -> None:
    result = read(tei(f"<p xml:lang='{written}'>x</p>\n<p xml:lang='{written}'/>"))
    assert "(2 times)" in result.the("REA-026").message
    paragraph = result.root.find(".//{*}body/{*}p")
    assert paragraph is not None
    assert paragraph.get(XML_LANG) == "und"


@pytest.mark.parametrize(
    "example",
    [
        '<egXML xmlns="http://www.tei-c.org/ns/Examples"><TEI><text/></TEI></egXML>',
        "<egXML><teiCorpus><TEI><text><body><p>no</p></body></text></TEI></teiCorpus></egXML>",
    ],
)
def test_a_document_that_an_example_shows_is_not_the_book(read: Read, example: str) -> None:
    div = f'<div xmlns="http://www.tei-c.org/ns/1.0"><p>before</p>{example}<p>after</p></div>'
    result = read(div)
    assert "before" in result.words
    assert "after" in result.words
    assert result.codes[0] == "REA-022"


@pytest.mark.parametrize(
    ("root", "around"),
    [
        ("<body><div><p>a <hi>word</hi></p></div></body>", ["text"]),
        ("<text><body><p>a word</p></body></text>", []),
        ("<front><p>a word</p></front>", ["text"]),
        ("<listPerson><person><persName>a word</persName></person></listPerson>", ["text", "body"]),
        ("<div5><p>a word</p></div5>", ["text", "body"]),
        ("<DIV1><P>a word</P></DIV1>", ["text", "body"]),
        ('<sp xmlns="http://www.tei-c.org/ns/1.0"><p>a word</p></sp>', ["text", "body"]),
        ('<list xmlns="http://www.tei-c.org/ns/1.0"><item>a word</item></list>', ["text", "body"]),
        ('<persName xmlns="http://www.tei-c.org/ns/1.0">a word</persName>', ["text", "body", "p"]),
    ],
)
def test_a_part_gets_the_frame_that_it_lacks(read: Read, root: str, around: list[str]) -> None:
    result = read(root)
    assert result.words == "a word"
    assert "REA-023" not in result.codes
    path, frame = result.root, []
    while local_name(path[0]).lower() != root[1:].split(">")[0].split()[0].lower():
        path = path[0]
        frame.append(local_name(path))
    assert frame == around


def test_a_piece_of_html_is_no_tei(read: Read) -> None:
    finding = read("<div><h1>Title</h1><p>words</p></div>").the("REA-020")
    assert "HTML" in finding.message


CB = 'xmlns:cb="http://www.cbeta.org/ns/1.0"'
VANGOGH = 'xmlns:vg="http://www.vangoghletters.org/ns/"'
DHQ = 'xmlns:dhq="http://www.digitalhumanities.org/ns/dhq"'


@pytest.mark.parametrize(
    ("body", "path", "words"),
    [
        (f"<cb:div {CB}><cb:mulu>t</cb:mulu><p>a</p></cb:div>", "div/head", "t"),
        (f"<cb:div {CB}><cb:mulu>t</cb:mulu><head>h</head><p>a</p></cb:div>", "div/head", "h"),
        (f"<p {CB}><cb:tt><cb:t place='foot'>n</cb:t></cb:tt></p>", "p/seg/note", "n"),
        (f"<p {CB}><cb:unheard>n</cb:unheard></p>", "p/cb:unheard", "n"),
        (f"<vg:whiteline {VANGOGH}/><ab>a</ab>", "space[@dim='vertical']", None),
        (f"<dhq:example {DHQ}><head>t</head></dhq:example>", "figure[@type='example']/head", "t"),
        (f"<dhq:abstract {DHQ}><p>a</p></dhq:abstract>", "div[@type='abstract']/p", "a"),
        ('<div xmlns=""><p>a<hi>b</hi></p></div>', "div/p/hi", "b"),
        ('<div xmlns="http://www.tei-c.org/ns/1.0/"><p>a</p></div>', "div/p", "a"),
        ('<p xmlns="http://www.w3.org/1999/xhtml">a<b>b</b></p>', "p/hi[@rend='bold']", "b"),
    ],
)
def test_elements_in_disguise_are_teis(read: Read, body: str, path: str, words: str | None) -> None:
    found = read(tei(body)).root.find(f".//body/{path}", {None: SPACE, "cb": CB[10:-1]})
    assert found is not None
    assert found.text == words


def test_what_is_unwrapped_keeps_its_order(read: Read) -> None:
    table = "<table xmlns='http://www.w3.org/1999/xhtml'>1<tbody>2<tr><td>3</td></tr>4</tbody>5"
    result = read(tei(f"{table}<tfoot/>6</table>"))
    assert result.words == "123456"
    assert len(result.root.findall(".//{*}table/{*}row")) == 1


def test_what_an_example_shows_stays_in_its_namespace(read: Read) -> None:
    example = '<egXML xmlns="http://www.tei-c.org/ns/Examples"><div xmlns=""/></egXML>'
    assert read(tei(example)).root.find(".//{*}egXML/div") is not None
