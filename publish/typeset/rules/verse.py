"""Rules for verse (TEI chapter 6): lines, stanzas, split lines, line numbers.

A line is a block of its own, so that one too long for the page turns over with a hanging indent.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name, tei
from publish.typeset.render import Typesetter
from publish.typeset.stanza_numbers import number_beside, opens_short_stanza, stanza_of

PUSH_STEP = 4
"""A later part of a split line is moved right in steps of as many characters."""

MOST_PUSHED = 12


def set_group(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a stanza, or a group of stanzas."""
    has_inner = any(local_name(child) == "lg" for child in element)
    cls = "lg" if has_inner else "lg stanza"
    made = typesetter.open(into, "div", element, cls)
    typesetter.children(element, made)


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one line of verse; a later part of a split line begins where the part before ended."""
    made = typesetter.open(into, "div", element, "l")
    part = _part_of(element)
    if part in {"M", "F"}:
        pushed = min(MOST_PUSHED, round(_length_before(element) / PUSH_STEP))
        made.set(
            "class", f"{made.get('class')} pushed-{pushed}" if pushed else str(made.get("class"))
        )
    number = shown_number(element, typesetter)
    if number and part not in {"M", "F"}:
        span = typesetter.open(made, "span", cls="line-number")
        span.text = number
        typesetter.say(made, " ")
    typesetter.children(element, made)


def _part_of(line: etree._Element) -> str:
    """Return which part of a verse a line is: a later one has the number of that before."""
    part = (line.get("part") or "").upper()
    if part or not line.get("n"):
        return part
    before = _line_before(line)
    if before is None or before.get("n") != line.get("n"):
        return ""
    speeches = [next(each.iterancestors(tei("sp")), None) for each in (before, line)]
    return "F" if None not in speeches and speeches[0] is not speeches[1] else ""


def shown_number(line: etree._Element, typesetter: Typesetter) -> str:
    """Return the number to show beside a line: every fifth, if not told otherwise (Chicago 13.27).

    The last figures count where a number says more, as `2.14.5` does. A short stanza in which
    verses are counted anew has its own number instead.
    """
    stanza = stanza_of(line)
    is_first = opens_short_stanza(line) if stanza else None
    if is_first is not None:
        return stanza if is_first else ""
    every = typesetter.book.edition.text.line_number_every
    number = number_beside(line)
    return number if every > 0 and number.isdecimal() and int(number) % every == 0 else ""


def _length_before(line: etree._Element) -> int:
    """Measure the parts of the same verse that stand before this one, in characters."""
    length = 0
    node: etree._Element | None = line
    for _ in range(4):
        node = _line_before(node) if node is not None else None
        if node is None:
            break
        length += len("".join(map(str, node.itertext())).strip()) + 1
        if _part_of(node) in {"I", ""}:
            break
    return length


def _line_before(line: etree._Element) -> etree._Element | None:
    """Find the verse line before this one, in the same speech or the one before it."""
    before = next(line.itersiblings(tei("l"), preceding=True), None)
    if before is not None:
        return before
    for ancestor in line.iterancestors(tei("sp"), tei("lg")):
        for sibling in ancestor.itersiblings(tei("sp"), tei("lg"), preceding=True):
            lines = list(sibling.iter(tei("l")))
            return lines[-1] if lines else None
    return None


def set_caesura(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the pause inside a verse as a wide space."""
    typesetter.say(typesetter.open(into, "span", element, "caesura"), "\u2003")
    typesetter.children(element, into)


RULES = {"lg": set_group, "l": set_line, "caesura": set_caesura}
