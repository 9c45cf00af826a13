"""The guard finds every word that a rule, or a step after the rules, has lost or doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from publish import pipeline
from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.model.finding import Finding
from publish.model.publication import Publication
from publish.pipeline import Progress
from publish.typeset import assemble, parts, typeset
from publish.typeset.part_plan import Planner
from publish.typeset.render import Rule, Typesetter
from publish.typeset.rules import references
from publish.write.epub import book as epub_book
from publish.write.epub.content import ContentFile
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin, lay_out
from publish.write.pdf.prepare import division

EDITION = Edition(book=Book(title="T", language="en", identifier="urn:x-test:1"))

BODY = """<text><body>
<div type="chapter"><head>One</head>
<p>Alpha <hi>beta</hi> gamma.<note>Delta.</note> <ref target="#n">1</ref></p>
<table><row><cell>eta</cell><cell>theta</cell></row></table>
<list><item>iota</item> kappa <item>lambda</item></list></div>
<div type="notes"><head>Notes</head><note xml:id="n">Epsilon <hi>zeta</hi>.</note></div>
</body></text>"""


def document(body: str) -> Document:
    xml = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{body}</TEI>'
    root = etree.fromstring(xml)
    return Document(root, Path("in.xml"), "in.xml")


def told(found: list[Finding]) -> list[tuple[str, str]]:
    return [(f.code, f.message.split(": ")[-1]) for f in found if f.code[:6] == "TYP-04"]


def test_the_guard_is_content_with_a_book_that_keeps_its_words() -> None:
    assert told(typeset(document(BODY), EDITION)[1]) == []


def drop_tails(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    made = typesetter.open(into, "p", element)
    typesetter.say_text(element, made)
    for child in element:
        typesetter.one(child, made)


def drop_children(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    made = typesetter.open(into, "p", element)
    typesetter.say_text(element, made)
    for child in element:
        typesetter.say_tail(child, made)


def drop_all(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    pass


def drop_last(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    made = typesetter.open(into, "tr", element)
    for child in list(element)[:-1]:
        typesetter.one(child, made)


def say_twice(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    for _ in range(2):
        typesetter.children(element, typesetter.open(into, "i", element))


@pytest.mark.parametrize(
    ("name", "rule", "lost"),
    [
        ("p", drop_tails, [("TYP-040", "'gamma.'")]),
        ("p", drop_children, [("TYP-040", "'beta'"), ("TYP-040", "'Delta.'")]),
        ("note", drop_all, [("TYP-040", "'Delta.'")]),
        ("table", drop_last, [("TYP-040", "'eta'"), ("TYP-040", "'theta'")]),
        ("list", drop_children, [("TYP-040", "'iota'"), ("TYP-040", "'lambda'")]),
        ("head", drop_all, [("TYP-040", "'One'")]),
        ("hi", say_twice, [("TYP-041", "'beta'"), ("TYP-041", "'zeta'")]),
    ],
)
def test_what_a_rule_loses_is_named(
    name: str, rule: Rule, lost: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = assemble.all_rules() | {name: rule}
    monkeypatch.setattr(assemble, "all_rules", lambda: rules)
    assert told(typeset(document(BODY), EDITION)[1])[: len(lost)] == lost


def test_a_note_that_was_to_be_moved_must_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its mark is there, and its division has been left out."""

    def only_mark(
        note: etree._Element, into: etree._Element, typesetter: Typesetter, *_: object
    ) -> None:
        typesetter.walk.tied.add(note)

    monkeypatch.setattr(references, "refer", only_mark)
    lost = [("TYP-040", "'Epsilon'"), ("TYP-040", "'.'"), ("TYP-040", "'zeta'")]
    assert told(typeset(document(BODY), EDITION)[1]) == lost


def test_a_division_that_no_part_holds_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Planner.plan
    monkeypatch.setattr(Planner, "plan", lambda self: plan(self)[1:])
    body = BODY.replace("<body>", '<body><div type="chapter"><p>Lost.</p></div>')
    found = typeset(document(body), EDITION)[1]
    assert told(found) == [("TYP-040", "'Lost.'")]


def test_no_output_comes_of_a_book_that_would_lose_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = assemble.all_rules() | {"hi": drop_all}
    monkeypatch.setattr(assemble, "all_rules", lambda: rules)
    book = tmp_path / "in.xml"
    book.write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">\n{BODY}</TEI>')
    build = pipeline.prepare(book)
    pipeline.build_output(build, Progress(), "epub", check=False)
    errors = [str(f) for f in build.findings if f.code == "TYP-040"]
    assert build.outputs == []
    assert errors[0].startswith(
        f"{book}:4:10: error TYP-040 words inside <hi> would be lost: 'beta'"
    )


DATA = """<text><body><p>Words.</p></body></text>
<standOff><listPerson><person><p>Known.</p></person></listPerson><p>Loose.</p></standOff>
<sourceDoc><surface><line>Words.</line></surface></sourceDoc>"""


def test_what_stands_beside_the_text_is_told_where_it_has_words() -> None:
    found = typeset(document(DATA), EDITION)[1]
    assert [(f.code, f.message.split()[0]) for f in found] == [
        ("TYP-025", "<listPerson>"),
        ("TYP-003", "<standOff>"),
        ("TYP-003", "<sourceDoc>"),
    ]


def test_what_mending_loses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "close_gaps", lambda section: section.remove(section[1]))
    assert told(typeset(document(BODY), EDITION)[1])[0] == ("TYP-040", "'Alpha'")


def test_what_a_writer_loses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    publication, _ = typeset(document(BODY), EDITION)
    add_notes = epub_book.document_of

    def lose(file: ContentFile, names: list[str]) -> etree._Element:
        for item in list(file.body.iter("{*}li"))[-1:]:
            item.text = None
        return add_notes(file, names)

    assert [f.code for f in epub_book.write_epub(publication, EDITION)[1]] == []
    assert told_by_layout(publication) == []
    monkeypatch.setattr(epub_book, "document_of", lose)
    assert told_by_writer(epub_book.write_epub(publication, EDITION)[1]) == ("WRI-140", "'lambda'")
    monkeypatch.setattr(division, "bind_marks", lambda section: section.remove(section[-1]))
    assert told_by_writer(told_by_layout(publication))[0] == "WRI-141"


def told_by_layout(publication: Publication) -> list[Finding]:
    book = begin(publication, EDITION, Purpose.SCREEN)
    lay_out(book, lambda *_: None)
    return book.findings


def told_by_writer(found: list[Finding]) -> tuple[str, str]:
    return next((f.code, f.message.split(": ")[-1]) for f in found if f.code[:6] == "WRI-14")
