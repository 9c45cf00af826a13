"""Rules for ruby (TEI chapter 3.4.1): readings set beside the characters that they belong to.

Manuscripts write it as `ruby`, or as a `span` or `seg` whose `@type` is `ruby`, `rb`, `rt`, `rp`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.model.document import local_name
from publish.typeset.ledger import Reason
from publish.typeset.note_shapes import is_empty
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.interlinear import set_unit
from publish.typeset.rules.notes import refer

_PARTS = frozenset("rb rt rp rtc".split())


def set_ruby(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set each base with its reading behind it; parentheses show where ruby is unknown.

    White space between the parts is that of the source file.
    """
    made = typesetter.open(into, "ruby", element)
    for parenthesis in element.iter(etree.Element):
        if _part(parenthesis) == "rp":
            typesetter.leave_out(parenthesis, Reason.OTHER_FORM)
    bases = [child for child in element if _part(child) == "rb"]
    readings = list(_readings(element))
    _set_base_in_words(element, made, typesetter)
    if bases and len(bases) == len(readings):
        for base, reading in zip(bases, readings, strict=True):
            typesetter.children(base, made)
            _set_reading(reading, made, typesetter)
        return
    for base in bases:
        typesetter.children(base, made)
    for reading in readings:
        _set_reading(reading, made, typesetter)


def _readings(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the readings of a ruby, out of the containers that hold them, not those inside one."""
    for child in element:
        if _part(child) == "rt" or (_part(child) == "rtc" and not any(map(_part, child))):
            yield child
        elif _part(child) == "rtc":
            yield from _readings(child)


def _part(element: etree._Element) -> str:
    """Tell which part of a ruby an element is: by its name, or by its `@type`."""
    name = local_name(element)
    kind = name if name in _PARTS else (element.get("type") or "")
    return kind if kind in _PARTS else ""


def _set_base_in_words(
    element: etree._Element, made: etree._Element, typesetter: Typesetter
) -> None:
    """Set the base of a ruby that has it, or some of it, as plain words, without an element."""
    typesetter.say_text(element, made, str.strip)
    for child in element:
        if not _part(child):
            typesetter.one(child, made)
        typesetter.say_tail(child, made, str.strip)


def _set_reading(reading: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    typesetter.open(made, "rp").text = "（"
    typesetter.children(reading, typesetter.open(made, "rt", reading))
    typesetter.open(made, "rp").text = "）"


def set_segment(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a `seg` or `span`: as ruby where it says that it is, as a note where it comments."""
    kind = (element.get("type") or "").lower()
    if kind == "ruby":
        set_ruby(element, into, typesetter)
    elif local_name(element) == "span" and _is_comment(element):
        if not is_empty(element):
            refer(element, into, typesetter)
    else:
        set_unit(element, into, typesetter)


def _is_comment(span: etree._Element) -> bool:
    """Return whether a `span` is an interpretation of text elsewhere (TEI chapter 18.3)."""
    return any(span.get(name) for name in ("from", "target"))


RULES = {
    "ruby": set_ruby,
    **dict.fromkeys("rb rt rp rtc".split(), set_as_surroundings),
    **dict.fromkeys("seg span".split(), set_segment),
}
