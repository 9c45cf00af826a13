"""The rules: what each element becomes, which notes it makes, what the author hears.

A case in cases/*.txt is a line `title | language view foot`, the inside of a TEI body, a
line `=`, and what is expected: the inside of the part in XHTML, then `note LABEL PLACE: ...` for
each note and `! CODE` for each finding. `pytest tests/typeset/test_rules.py --accept` writes the
expected halves anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from publish.model.document import Document
from publish.model.edition import Book, Edition, Text, View
from publish.model.publication import EPUB, Matter
from publish.typeset import typeset

FOLDER = Path(__file__).parent / "cases"
FILES = sorted(FOLDER.glob("*.txt"))
NAMESPACES = re.compile(r' xmlns(:\w+)?="[^"]*"')


@dataclass
class Case:
    title: str
    options: str
    given: str
    wanted: str

    def __str__(self) -> str:
        return self.title

    @property
    def lang(self) -> str:
        return (self.options.split() or ["en"])[0]

    @property
    def view(self) -> View:
        return next(
            (View(word) for word in self.options.split() if word in list(View)), View.CORRECTED
        )

    @property
    def text(self) -> Text:
        return Text(view=self.view, apparatus="foot" if "foot" in self.options else "notes")


def read_cases(path: Path) -> list[Case]:
    blocks = re.split(r"\n{2,}(?=\S[^\n]*\|)", path.read_text("utf-8").strip())
    cases = []
    for block in blocks:
        head, _, rest = block.partition("\n")
        title, _, options = head.partition("|")
        given, _, wanted = rest.partition("\n=")
        cases.append(Case(title.strip(), options.strip(), given, wanted.strip()))
    return cases


CASES = [(path, case) for path in FILES for case in read_cases(path)]


@pytest.mark.parametrize(
    ("path", "case"), CASES, ids=[f"{path.stem}: {case.title}" for path, case in CASES]
)
def test_case(path: Path, case: Case, accept: bool) -> None:
    got = rendered(case)
    if accept:
        case.wanted = got
        write_expected(path, case)
    assert got == case.wanted


def rendered(case: Case) -> str:
    """Typeset a case and show what a reader and the author get of it."""
    header, _, body = (
        case.given.partition("</teiHeader>")
        if "<teiHeader>" in case.given
        else ("", "", case.given)
    )
    root = etree.fromstring(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header or "<teiHeader>"}</teiHeader>'
        f'<text xml:lang="{case.lang}"><body>{body}</body></text></TEI>'
    )
    document = Document(root, FOLDER / "in.xml", "in.xml")
    edition = Edition(book=Book(title="T", language=case.lang), text=case.text, folder=FOLDER)
    publication, findings = typeset(document, edition)
    lines = []
    for part in publication.parts:
        if part.matter is Matter.BODY:
            lines.append(shown(part.body))
            lines += [f"note {n.label} {n.passage or n.place}: {shown(n.body)}" for n in part.notes]
    lines += [f"! {finding.code}" for finding in findings]
    return "\n".join(lines)


def shown(element: etree._Element) -> str:
    """Write the inside of an element without namespaces."""
    for inner in element.iter(etree.Element):
        inner.tag = etree.QName(inner).localname
        inner.attrib.pop(f"{{{EPUB}}}type", None)
        inner.attrib.pop("{http://www.w3.org/XML/1998/namespace}lang", None)
    etree.cleanup_namespaces(element)
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return NAMESPACES.sub("", re.sub(r"\A<[^>]*>|</\w+>\Z", "", text)).strip()


def write_expected(path: Path, accepted: Case) -> None:
    """Put what a case gave in place of what it expected."""
    cases = [accepted if case.title == accepted.title else case for case in read_cases(path)]
    blocks = [f"{c.title} | {c.options}\n{c.given}\n=\n{c.wanted}".rstrip() for c in cases]
    path.write_text("\n\n".join(blocks) + "\n", "utf-8")


def test_no_two_cases_of_a_file_have_one_name() -> None:
    for path in FILES:
        titles = [case.title for case in read_cases(path)]
        assert len(titles) == len(set(titles)), path.name
