"""XInclude: parts from the manuscript's own folder and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.model.document import XML_ID, local_name

from .reading import HEADER, TEI, Outcome, Read, tei

PART = '<div xmlns="http://www.tei-c.org/ns/1.0" xml:id="d"><p>part</p></div>'


def include(href: str, inside: str = "", more: str = "") -> str:
    return f'<xi:include href="{href}"{more}>{inside}</xi:include>'


def ids(result: Outcome) -> list[str]:
    return [element.get(XML_ID, "") for element in result.root.iter() if element.get(XML_ID)]


def test_parts_are_put_in_their_places_and_keep_their_own(read: Read) -> None:
    result = read(tei(f"<p>a</p>{include('parts/b.xml')} tail<p>c</p>"), parts__b="\n\n" + PART)
    assert result.words == "apart tailc"
    part = result.root.find(".//{*}div")
    assert part is not None
    assert result.document is not None
    assert str(result.document.place(part)) == "parts/b.xml:3:1"


def test_an_include_without_an_end_tag_is_followed_too(read: Read) -> None:
    assert read(tei('<xi:include href="b.xml"/>'), b=PART).words == "part"


def test_of_a_whole_document_the_text_is_taken(read: Read) -> None:
    assert read(tei(include("b.xml")), b=tei("<div><p>whole</p></div>")).words == "whole"


def test_a_corpus_takes_whole_documents(read: Read) -> None:
    corpus = f"{TEI.replace('<TEI', '<teiCorpus')}{HEADER}{include('b.xml')}</teiCorpus>"
    assert read(corpus, b=tei("<p>one</p>")).words == "one"


def test_ids_of_parts_stay_unique_and_links_lead_to_them(read: Read) -> None:
    part = PART.replace("<p>", '<p><ref target="#d">here</ref> ')
    body = include("b.xml") + include("c.xml") + '<p><ref target="c.xml#d">there</ref></p>'
    result = read(tei(body), b=part, c=part)
    assert ids(result) == ["d", "c-d"]
    targets = [link.get("target") for link in result.root.iter("{*}ref")]
    assert targets == ["#d", "#c-d", "#c-d"]


def test_an_xpointer_takes_one_element(read: Read) -> None:
    pointed = include("b.xml", more=' xpointer="d"')
    assert read(tei(pointed), b=tei(f"<p>no</p>{PART}")).words == "part"
    pointed = include("b.xml", more=' xpointer="nothing"')
    assert "finds nothing" in read(tei(pointed), b=PART).the("REA-033").message


def test_plain_text_is_text(read: Read) -> None:
    Path("t.txt").write_text("a < b & c", "utf-8")
    plain = include("t.txt", more=' parse="text"')
    assert read(tei(f"<p>{plain}</p>")).words == "a < b & c"


@pytest.mark.parametrize(
    "href",
    ["../out.xml", "/etc/passwd", "http://example.org/a.xml", "file:///etc/passwd", "a\\b.xml"],
)
def test_nothing_outside_the_folder_is_read(read: Read, href: str) -> None:
    finding = read(tei("\n" + include(href))).the("REA-030")
    assert repr(href) in finding.message
    assert str(finding.place) == "in.xml:2:1"


def test_a_link_that_leads_out_of_the_folder_is_refused(read: Read, tmp_path: Path) -> None:
    Path("out.xml").symlink_to("/etc/hostname")
    assert read(tei(include("out.xml"))).codes == ["REA-030"]


def test_a_missing_part_is_an_error_unless_there_is_a_fallback(read: Read) -> None:
    assert "no such file" in read(tei(include("b.xml"))).the("REA-031").message
    fallback = "<xi:fallback><p>instead</p></xi:fallback>"
    result = read(tei(include("b.xml", fallback)))
    assert (result.words, result.codes) == ("instead", ["REA-034"])


def test_files_that_include_one_another_are_a_finding(read: Read) -> None:
    loop = TEI.replace("<TEI", "<div") + include("in.xml") + "</div>"
    finding = read(tei(include("b.xml")), b=loop).the("REA-032")
    assert "in.xml includes b.xml includes in.xml" in finding.message


def test_a_fault_in_a_part_names_the_part(read: Read) -> None:
    result = read(tei(include("b.xml")), b=PART.replace("</p>", ""))
    assert str(result.the("REA-011").place).startswith("b.xml:1:")


CHAPTER = (
    '<div xmlns="http://www.tei-c.org/ns/1.0" xml:id="c1"><p xml:id="fig">See '
    '<ref target="../../in.xml#last">last</ref>, <ref target="#fig">here</ref></p>'
    '<figure><graphic url="one.png"/></figure></div>'
)


def attributes(result: Outcome, name: str) -> list[str]:
    return [element.get(name, "") for element in result.root.iter() if element.get(name)]


def test_parts_of_parts_are_settled_by_their_own_files(read: Read) -> None:
    part = PART.replace(
        "<p>", f'<figure><graphic url="two.png"/></figure>{include("deep/c.xml")}<p>'
    )
    part = part.replace("<div", '<div xmlns:xi="http://www.w3.org/2001/XInclude"')
    last = (
        '<p xml:id="last"><ref target="parts/deep/c.xml#fig">fig</ref><ref target="#c1">c</ref></p>'
    )
    result = read(tei(include("parts/b.xml") + last), parts__b=part, parts__deep__c=CHAPTER)
    assert ids(result) == ["d", "c1", "fig", "last"]
    assert attributes(result, "target") == ["#last", "#fig", "#fig", "#c1"]
    assert attributes(result, "url") == ["parts/two.png", "parts/deep/one.png"]
    assert result.codes == []


def test_a_file_included_twice_links_within_each_of_its_places(read: Read) -> None:
    twice = include("parts/deep/c.xml") * 2 + '<p xml:id="last"><ref target="#fig">1</ref></p>'
    result = read(tei(twice), parts__deep__c=CHAPTER)
    assert ids(result) == ["c1", "fig", "c-c1", "c-fig", "last"]
    assert attributes(result, "target") == ["#last", "#fig", "#last", "#c-fig", "#fig"]


def test_an_unused_fallback_takes_no_id_from_the_part_it_stands_for(read: Read) -> None:
    stub = (
        '<xi:fallback><div xml:id="d"><p><ref target="x.xml">to come</ref></p></div></xi:fallback>'
    )
    link = '<p><ref target="#d">d</ref></p>'
    assert ids(read(tei(include("b.xml", stub) + link), b=PART)) == ["d"]
    lacking = read(tei(include("parts/none.xml", stub) + link))
    assert (ids(lacking), attributes(lacking, "target")) == (["d"], ["x.xml", "#d"])


def test_a_link_to_a_file_of_the_book_leads_to_its_beginning(read: Read) -> None:
    link = '<p><ref target="parts/b.xml">b</ref> <ptr target="parts/b.xml#x in.xml"/></p>'
    plain = PART.replace(' xml:id="d"', "")
    result = read(tei(include("parts/b.xml") + link), parts__b=plain)
    assert (ids(result), attributes(result, "target")) == (["b"], ["#b", "#x in.xml"])


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("element(d/1)", "part"),
        ("element(/1/2/1)", "no"),
        ("xmlns(t=http://www.tei-c.org/ns/1.0)xpointer(//t:body/t:p[2])", "yes"),
        ("xpath(//tei:div[@xml:id='d']/tei:p)", "part"),
        ("nothing() element(d)", "part"),
    ],
)
def test_an_xpointer_takes_what_it_names(read: Read, pointer: str, words: str) -> None:
    part = f"{TEI}<teiHeader/><text><p>no</p><body><p>1</p><p>yes</p>{PART}</body></text></TEI>"
    pointed = f'<xi:include href="b.xml" xpointer="{pointer}"/>'
    assert read(tei(pointed), b=part).words == words


def test_a_file_may_take_parts_of_itself_but_not_for_ever(read: Read) -> None:
    own = '<xi:include xpointer="d"/>'
    assert read(tei(PART + own)).words == "partpart"
    assert read(tei(f'<div xml:id="d"><p>a</p>{own}</div>')).codes == ["REA-032"]


def test_the_base_that_an_expanded_file_names_is_followed(read: Read) -> None:
    expanded = PART.replace("<div", '<div xml:base="parts/b.xml"').replace(
        "<p>", '<div xml:base="deep/"><figure><graphic url="a b.png"/></figure></div><p>'
    )
    link = '<p><ref target="parts/b.xml#d">d</ref></p>'
    result = read(tei(expanded + link))
    assert attributes(result, "url") == ["parts/deep/a b.png"]
    assert attributes(result, "target") == ["#d"]


def test_front_and_back_of_an_included_chapter_come_along(read: Read) -> None:
    chapter = (
        f"{TEI}{HEADER}<text><front><epigraph><p>motto</p></epigraph></front><body><p>body</p>"
        "</body><back><div><p>notes</p></div></back></text></TEI>"
    )
    assert read(tei(include("b.xml")), b=chapter).words == "mottobodynotes"


def test_notes_beside_the_text_of_an_included_chapter_come_along(read: Read) -> None:
    beside = '<standOff><listAnnotation><note target="#x">n</note></listAnnotation></standOff>'
    chapter = tei('<p xml:id="x">c</p>').replace("</TEI>", f"{beside}</TEI>")
    result = read(tei(include("parts/b.xml") + '<p xml:id="x">m</p>'), parts__b=chapter)
    assert ids(result) == ["b-x", "x"]
    assert [local_name(child) for child in result.root] == ["teiHeader", "text", "standOff"]
    assert attributes(result, "target") == ["#b-x"]
