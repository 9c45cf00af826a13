"""Formulas that a narrow page can hold: long ones end their line at an operator.

No reading system breaks a `math` element, neither over lines nor over pages; what is wider or
higher than the page is cut off there. So a long formula becomes several, one behind the other
(before a relation in display, behind an operator in the line: Chicago 12.23), and a long table of
lines several short ones. What cannot be parted is set smaller.
"""

from __future__ import annotations

import copy

from lxml import etree

from publish.write.epub.content import H
from publish.write.epub.wide_tables import PHONE_EM

M = "{http://www.w3.org/1998/Math/MathML}"
_NSMAP: dict[str, str] = {None: M[1:-1]}  # type: ignore[dict-item]  # the default
LETTER_EM = 0.5
SPACED_EM = 1.1
"""An operator with the space around it."""

SCRIPT = 0.7
"""The size of an index."""

SMALLEST = 0.5

MOST_ROWS = 8
"""Lines of a formula that a telephone's page holds even where each is a fraction."""

_RELATIONS = frozenset("=<>≤≥≠≈≡∼≃≅→←↔⇒⇐⇔↦∈∉⊂⊆:")
_JOINING = _RELATIONS | frozenset("+-−±∓×·⋅÷∪∩∧∨⊕⊗,;")
_OPENING, _CLOSING = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉")
_SCRIPTED = {f"{M}{name}" for name in ("msub", "msup", "msubsup", "mmultiscripts")}
_STACKED = {f"{M}{name}" for name in ("mfrac", "munder", "mover", "munderover")}
_GROUPS = {f"{M}{name}" for name in ("math", "mrow", "mstyle", "semantics")}


def break_formulas(body: etree._Element) -> None:
    """Part each formula below `body` that a telephone's page would cut off."""
    for math in list(body.iter(f"{M}math")):
        row = _row_of(math)
        pieces = [row]
        if row.tag == f"{M}mtable" and len(row) > MOST_ROWS:
            starts = range(0, len(row), MOST_ROWS)
            pieces = [_like(row, list(row)[start : start + MOST_ROWS]) for start in starts]
        elif _width(row) > PHONE_EM:
            pieces = _pieces(row, is_block=math.get("display") == "block")
        if len(pieces) > 1:
            _replace(math, pieces)
        else:
            _shrink(math, row)


def _row_of(math: etree._Element) -> etree._Element:
    """Go into groups that hold one thing only, and past annotations."""
    row = math
    while row.tag in _GROUPS and len(row) and (len(row) == 1 or row.tag == f"{M}semantics"):
        if row[0].tag not in _GROUPS and row[0].tag != f"{M}mtable":
            break
        row = row[0]
    return row


def _width(element: etree._Element) -> float:
    """Estimate how wide a formula is, in em."""
    inner = [_width(child) for child in element if not str(child.tag).startswith(f"{M}annotation")]
    if element.tag == f"{M}mtable":
        rows = [[_width(cell) for cell in row] for row in element]
        columns = max(map(len, rows), default=0)
        return sum(max((r[n] for r in rows if n < len(r)), default=0) + 0.8 for n in range(columns))
    if element.tag in _STACKED:
        return max(inner, default=0.0)
    if element.tag in _SCRIPTED:
        return inner[0] + SCRIPT * max(inner[1:], default=0.0) if inner else 0.0
    text = (element.text or "").strip()
    if element.tag == f"{M}mo" and text in _JOINING:
        return SPACED_EM
    return sum(inner) + len(text) * LETTER_EM


def _pieces(row: etree._Element, *, is_block: bool) -> list[etree._Element]:
    """Part a row at the operators that stand in no brackets."""
    pieces: list[list[etree._Element]] = [[]]
    depth = 0
    for child in _flat(row):
        text = (child.text or "").strip() if child.tag == f"{M}mo" else ""
        depth += (text in _OPENING and text != "") - (text in _CLOSING and text != "")
        may_end = text in _JOINING and text != "" and depth <= 0 and bool(pieces[-1])
        if may_end and is_block and text not in ",;":
            pieces.append([])
        pieces[-1].append(child)
        if may_end and not (is_block and text not in ",;"):
            pieces.append([])
    made = [_like(row, piece) for piece in pieces if piece]
    for operator in (edge for piece in made for edge in (piece[0], piece[-1])):
        if operator.tag == f"{M}mo" and len(made) > 1 and operator is not made[0][0]:
            operator.set("form", "infix")
    return made


def _flat(row: etree._Element) -> list[etree._Element]:
    """List what stands in a row, and in the rows inside it."""
    found: list[etree._Element] = []
    for child in row:
        if child.tag == f"{M}mrow":
            found += _flat(child)
        else:
            found.append(child)
    return found


def _like(row: etree._Element, children: list[etree._Element]) -> etree._Element:
    tag = f"{M}mtable" if row.tag == f"{M}mtable" else f"{M}mrow"
    kept = {str(k): str(v) for k, v in row.attrib.items()} if tag == row.tag else {}
    made = etree.Element(tag, kept)
    made.extend(copy.deepcopy(child) for child in children)
    return made


def _replace(math: etree._Element, pieces: list[etree._Element]) -> None:
    """Put a formula for each piece into a frame that is read out as the whole is."""
    frame = etree.Element(H + "span", {"class": "parted-formula"})
    if math.get("alttext"):
        frame.set("role", "math")
        frame.set("aria-label", math.get("alttext") or "")
    frame.tail, math.tail = math.tail, None
    kept = {str(k): str(v) for k, v in math.attrib.items() if k not in {"display", "alttext"}}
    if math.get("display") == "block":
        kept["displaystyle"] = "true"
    for piece in pieces:
        if len(frame):
            etree.SubElement(frame, H + ("br" if piece.tag == f"{M}mtable" else "wbr"))
        made = etree.SubElement(frame, f"{M}math", {**kept, "display": "inline"}, nsmap=_NSMAP)
        made.append(piece)
        _shrink(made, piece)
    parent = math.getparent()
    assert parent is not None
    parent.replace(math, frame)


def _shrink(math: etree._Element, row: etree._Element) -> None:
    """Set a formula smaller that is still too wide."""
    width = _width(row)
    if width > PHONE_EM:
        math.set("style", f"font-size: {100 * max(SMALLEST, PHONE_EM / width):.0f}%")
