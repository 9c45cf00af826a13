"""A chapter of an original and one of its translation, each passage linked to the one it answers.

`[epub] translation` asks for it, where the two go in step; else each passage stands behind the one
that it translates (`typeset/in_step.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.model.publication import Part
from publish.model.tree import unwrap
from publish.write.epub.content import EPUB_TYPE, XML_LANG, H, targets_of

SIGN = "↔"
_HEADINGS = frozenset(f"{H}h{rank}" for rank in range(1, 7))


def link_chapters(parts: list[Part], choice: str) -> list[Part]:
    """Part the chapters that hold a translation, if the edition asks for it."""
    if choice != "chapters":
        return parts
    return [made for part in parts for made in _parted(part)]


def _parted(part: Part) -> Iterator[Part]:
    rows = [e for e in part.body.iter(H + "div") if e.get("class") == "in-step-row"]
    yield part
    if "in-step" not in (part.body.get("class") or "").split() or not rows:
        return
    body = etree.Element(H + "section", {"id": f"{part.body.get('id')}-translation"})
    for name in ("class", "role", EPUB_TYPE):
        if part.body.get(name):
            body.set(name, str(part.body.get(name)))
    made = Part(f"{part.name}-translation", "", part.matter, part.epub_type, body, part.lang)
    made.direction = part.direction
    for row in rows:
        original, translation = row
        _link(original, translation)
        body.append(translation)
        unwrap(original)
        unwrap(row)
    made.title = _title(body) or part.title
    first = next((e for e in body if e.get("lang")), None)
    if first is not None:
        made.lang = str(first.get("lang"))
        body.set("lang", made.lang)
        body.set(XML_LANG, made.lang)
    _share_notes(part, made)
    yield made


def _link(original: etree._Element, translation: etree._Element) -> None:
    """Link the first words of each side to those of the other."""
    ends = [_first(original), _first(translation)]
    if None in ends:
        return
    for end, other in (ends, ends[::-1]):
        assert end is not None and other is not None
        link = etree.SubElement(end, H + "a", {"class": "other-side"})
        link.set("href", f"#{other.get('id')}")
        link.text = SIGN
        before = link.getprevious()
        if before is not None:
            before.tail = f"{(before.tail or '').rstrip()} "
        else:
            end.text = f"{(end.text or '').rstrip()} "


def _first(side: etree._Element) -> etree._Element | None:
    """Find the first paragraph or verse of a side."""
    return next((e for e in side.iter(H + "p", H + "div") if e.get("id") and _is_line(e)), None)


def _is_line(element: etree._Element) -> bool:
    return element.tag == H + "p" or "l" in (element.get("class") or "").split()


def _title(body: etree._Element) -> str:
    heading = next((e for e in body.iter(*_HEADINGS)), None)
    return "" if heading is None else " ".join("".join(map(str, heading.itertext())).split())


def _share_notes(part: Part, made: Part) -> None:
    """Give the translation the notes that its words refer to."""
    targets = targets_of(made.body)
    made.notes = [note for note in part.notes if note.id in targets]
    part.notes = [note for note in part.notes if note.id not in targets]
