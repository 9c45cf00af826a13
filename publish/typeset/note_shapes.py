"""What a note and a pointer at one look like: empty, a mark, apart from the text, in a division.

TEI chapter 3.9.1; how manuscripts label their notes is read from real ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Note
from publish.typeset.survey import DIVISIONS

HOLDERS = DIVISIONS | frozenset(
    """
    TEI text group front body back floatingText lg sp spGrp list listBibl table row castList
    castGroup noteGrp listAnnotation annotation titlePage figure cit app
    """.split()
)
"""Elements whose content is blocks: a note directly inside stands between them."""

MIXED = frozenset(
    "quote q said item cell note opener closer postscript epigraph argument stage p ab".split()
)
"""Elements that hold words or blocks: their own words tell."""

_BLANK = frozenset("note noteGrp label lb pb cb milestone anchor fw".split())
_NOTES = lazy_pattern(
    r"(foot|end|back)?[-_ ]?notes?|annotations?|anmerkung(en)?|fu(ß|ss)noten?|endnoten?|"
    r"noten?|notas?|voetnoten?|apparatus|commentary|comments?|notizen|примечани[яе]",
    re.IGNORECASE,
)
_TEXT = etree.XPath("string()")
_LABEL = lazy_pattern(r"[\s\[({]*([\w*†‡§¶|‖#]{1,5})[\s\])}.:,*]*")


class Reference(Struct):
    """A note, the sign that the manuscript gives it, and the marks that show its label."""

    note: Note
    sign: str
    marks: list[etree._Element] = field(default_factory=list)


def words_outside_notes(element: etree._Element) -> str:
    """Return an element's words without those of the notes in it, white space folded."""
    return " ".join("".join(_outside_notes(element)).split())


def _outside_notes(element: etree._Element) -> Iterator[str]:
    if element.tag != tei("note") and isinstance(element.tag, str):
        yield element.text or ""
        for child in element:
            yield from _outside_notes(child)
            yield child.tail or ""


def is_empty(note: etree._Element) -> bool:
    """Return whether a note says nothing."""
    if str(_TEXT(note)).strip():
        return False
    return next(note.iter(tei("graphic"), tei("figure"), tei("formula"), tei("ptr")), None) is None


def is_mark(pointer: etree._Element) -> bool:
    """Return whether a pointer shows no more than a note's number or sign."""
    text = str(_TEXT(pointer))
    return not text.strip() or label_in(text) != ""


def label_in(text: str) -> str:
    """Read a label such as `1`, `[12]`, `*)`, `b.`; empty where the text is no label."""
    match = _LABEL.fullmatch(text)
    if not match:
        return ""
    label = match[1]
    is_short = (
        len(label) <= 2 or label.isdigit() or not label.isalnum() or set(label) <= set("ivxl")
    )
    return label if is_short else ""


def stands_apart(note: etree._Element) -> bool:
    """Return whether a note stands between blocks and not in a run of words."""
    parent = note.getparent()
    if parent is None:
        return True
    name = local_name(parent)
    if name in HOLDERS:
        return True
    if name not in MIXED or (parent.text or "").strip():
        return False
    siblings = list(parent)
    if any((sibling.tail or "").strip() for sibling in siblings):
        return False
    if all(local_name(sibling) in _BLANK for sibling in siblings):
        return any(holds_notes(ancestor) for ancestor in parent.iterancestors())
    return name not in {"p", "ab"} and any(
        local_name(sibling) in {"p", "l", "lg", "ab", "list", "table"} for sibling in siblings
    )


def holds_notes(division: etree._Element) -> bool:
    """Return whether a division is one of notes, by its type or because it holds nothing else."""
    name = local_name(division)
    if name not in DIVISIONS:
        return name in {"noteGrp", "listAnnotation"}
    kind = division.get("type") or ""
    if kind and _NOTES.fullmatch(kind.strip()):
        return True
    names = [local_name(child) for child in division if local_name(child)]
    rest = [name for name in names if name not in {"head", "pb", "lb", "fw", "anchor"}]
    return bool(rest) and all(name in {"note", "noteGrp"} for name in rest)
