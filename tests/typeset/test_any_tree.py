"""Any tree of TEI elements, however odd, gives valid XHTML and keeps its words.

The trees are random, but the same in every run; hypothesis shortens one that fails.
"""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publish.check.epub import check_epubs
from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.model.finding import Severity
from publish.model.publication import Publication
from publish.typeset import typeset
from publish.typeset.rules import all_rules
from publish.write.epub import write_epub
from tests.searches import search

LEFT_OUT = frozenset(
    """
    fw figDesc rdg rdgGrp wit del index interp interpGrp spanGrp linkGrp joinGrp altGrp witDetail
    listPerson listPlace listOrg listRelation listTranspose sic orig abbr am
    addSpan delSpan damageSpan substJoin handShift lacunaStart lacunaEnd witStart witEnd caesura
    divGen gap binaryObject svg noteGrp graphic media ptr choice sourceDoc facsimile
    """.split()
)
"""Elements whose words the corrected view need not show, and some that hold none."""

NAMES = sorted(
    name
    for name, rule in all_rules().items()
    if name.isalpha()
    and rule.__name__ not in {"leave_out_data", "drop"}
    and name not in LEFT_OUT | {"TEI", "teiCorpus", "teiHeader", "text", "math", "egXML", "formula"}
)
TABLE = Path(__file__).parents[2] / "publish" / "read" / "elements.toml"
WORDLESS = {
    name
    for name, row in tomllib.loads(TABLE.read_text("utf-8"))["elements"].items()
    if not row.get("text")
}
"""Elements in which words cannot stand directly."""

RENDS = [None, None, None, "italic", "#b #g", "center", "indent(2)", "block", "inline", "xyzzy"]

Tree = tuple[str, str | None, list[object]]


def trees() -> st.SearchStrategy[Tree]:
    leaf = st.tuples(st.sampled_from(NAMES), st.sampled_from(RENDS), st.just([True]))
    return st.recursive(
        leaf,
        lambda inner: st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from(RENDS),
            st.lists(st.one_of(st.booleans(), inner), min_size=1, max_size=4),
        ),
        max_leaves=8,
    )


class Words:
    """Gives every text node a word of its own."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def next(self) -> str:
        number, letters = len(self.given) + 1, ""
        while number:
            number, digit = divmod(number, 20)
            letters += "bcdfghklmnpqrstvwxyz"[digit]
        self.given.append(f"a{letters}a")
        return self.given[-1]


def grow(chance: random.Random, depth: int) -> Tree:
    """Make a tree as `trees` does, but larger and without hypothesis."""
    parts: list[object] = [True]
    while depth and chance.random() < 0.75 and len(parts) < 8:
        parts += [grow(chance, depth - 1), chance.random() < 0.6]
    return chance.choice(NAMES), chance.choice(RENDS), parts


def build(tree: Tree, words: Words) -> etree._Element:
    name, rend, parts = tree
    element = etree.Element(f"{{http://www.tei-c.org/ns/1.0}}{name}")
    if rend:
        element.set("rend", rend)
    last: etree._Element | None = None
    for part in parts:
        if isinstance(part, tuple):
            last = build(part, words)
            element.append(last)
        elif part and name not in WORDLESS:
            text = f" {words.next()} "
            if last is None:
                element.text = (element.text or "") + text
            else:
                last.tail = (last.tail or "") + text
    return element


def document_of(forest: list[Tree], words: Words) -> Document:
    root = etree.fromstring(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body/></text></TEI>'
    )
    body = root[1][0]
    for tree in forest:
        chapter = etree.SubElement(body, "{http://www.tei-c.org/ns/1.0}div", {"type": "chapter"})
        etree.SubElement(chapter, "{http://www.tei-c.org/ns/1.0}head").text = words.next()
        chapter.append(build(tree, words))
    return Document(root, Path("in.xml"), "in.xml")


EDITION = Edition(book=Book(title="T", language="en", identifier="urn:x-test:1"))


def text_of(publication: Publication) -> str:
    trees = [t for part in publication.parts for t in part.trees()]
    return " ".join(" ".join(map(str, tree.itertext())) for tree in trees)


@search(40)
@given(st.lists(trees(), min_size=1, max_size=3))
def test_every_word_is_kept(forest: list[Tree]) -> None:
    words = Words()
    publication, findings = typeset(document_of(forest, words), EDITION)
    assert not [f for f in findings if f.severity is Severity.ERROR]
    kept = set(re.findall(r"\w+", text_of(publication)))
    assert [word for word in words.given if word not in kept] == []


ATTRIBUTES = {
    "{http://www.w3.org/XML/1998/namespace}id": ["x1", "x2", "x3", "1bad", "two words"],
    "{http://www.w3.org/XML/1998/namespace}lang": ["he", "ja", "fr-FR", "no tag"],
    "target": ["#x1", "#x2 #x3", "#nowhere", "x1", "http://example.org/a b", "other.xml#x1"],
    "place": ["margin", "end", "inline"],
    "type": ["gloss", "ordered", "inline", "notes", "ruby", "rt", "edition"],
    "n": ["1", "*", "iv", "12"],
    "cols": ["2", "0", "x", "99"],
    "break": ["no"],
}


def adorn(document: Document, chance: random.Random) -> None:
    """Give elements attributes, lawful and unlawful, that rules look at."""
    for element in document.root[1][0].iter(etree.Element):
        for name, values in ATTRIBUTES.items():
            if chance.random() < 0.08:
                element.set(name, chance.choice(values))


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(1, 6), marks=pytest.mark.slow)])
def test_every_tree_is_a_valid_book(seeds: range) -> None:
    books = {}
    for seed in seeds:
        chance = random.Random(seed)
        document = document_of([grow(chance, 4) for _ in range(40)], Words())
        adorn(document, chance)
        publication, _ = typeset(document, EDITION)
        data, _ = write_epub(publication, EDITION)
        books[f"{seed}.epub"] = data
    found = check_epubs(books)
    said = [str(finding) for findings in found.values() for finding in findings]
    assert said == []
