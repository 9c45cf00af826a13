"""XInclude: parts from the manuscript's own folder and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.document import XML_ID

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
