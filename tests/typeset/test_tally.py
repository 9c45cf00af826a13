"""What is met often is told once, and what is left out by tiers."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.typeset import typeset


def said_of(body: str) -> list[str]:
    xml = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{body}</TEI>'
    document = Document(etree.fromstring(xml), Path("in.xml"), "in.xml")
    findings = typeset(document, Edition(book=Book(title="T", language="en")))[1]
    return [str(finding) for finding in findings]


def test_what_is_met_often_is_told_once_with_its_count() -> None:
    foreign = "".join(f"<x:e{n} xmlns:x='urn:x'>w</x:e{n}>" for n in range(24))
    pictures = "".join(f"<figure><graphic url='p{n}.png'/></figure>" for n in range(5)) * 2
    body = f"<p>a {foreign} <storm>b</storm> <storm>c</storm></p>{pictures}"
    told = said_of(f"<text><body>{body}</body></text>")
    assert [line.split(";")[0].split(" ", 1)[1] for line in told] == [
        "warning TYP-001 no rules for 24 elements of 'urn:x': <e0>, <e1>, <e2> and 21 more",
        "warning TYP-001 no rule for <storm>",
        "warning TYP-007 5 images are not there: 'p0.png', 'p1.png', 'p2.png' and 2 more",
    ]
    assert "(2 times)" in told[1]


def test_what_is_left_out_is_told_by_tiers() -> None:
    told = said_of(
        "<text><body><p>a<del>b</del> <del>c</del><fw>head</fw>"
        "<choice><sic>d</sic><corr>e</corr></choice></p><linkGrp><link target='#a'/></linkGrp>"
        "</body><back><listPlace><place>Here</place></listPlace></back></text>"
    )
    lines = [line.split(" is ")[0].split(" holds")[0].split(" ", 1)[1] for line in told]
    assert sorted(lines) == [
        "notice TYP-003 <linkGrp>",
        "notice TYP-025 <del>",
        "warning TYP-025 <listPlace>",
    ]
