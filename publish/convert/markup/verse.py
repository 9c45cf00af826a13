"""Verse that a page calls so: stanzas and lines, with their indents."""

from __future__ import annotations

from lxml import etree

from publish.convert.markup.css import ems
from publish.convert.markup.inlines import set_inline
from publish.convert.markup.page import Page, is_block, names_of
from publish.convert.tei import is_empty, make, put, whole_text
from publish.model.lazy_pattern import lazy_pattern

_VERSE = lazy_pattern(
    r"\b(poem|poetry|verse|verses|stanza|strophe|lg|linegroup|line-?block|line-group|z3998:verse|"
    r"z3998:poem|vers|gedicht|strofe)\b"
)
_STANZA = lazy_pattern(r"\b(stanza|strophe|lg|linegroup|line-group|strofe)\b")
_NOT_VERSE = lazy_pattern(
    r"\b(chapter|bodymatter|frontmatter|backmatter|part|volume|verse-?number)\b"
)
_INDENT = lazy_pattern(r"\b(?:i|in|indent|ind)-?(\d{1,2})\b")
_LINE_NUMBER = lazy_pattern(r"\b(l?num|line-?num(ber)?|ln|linenr|line-no|verse-?num(ber)?)\b")
_SPACES = lazy_pattern("^[ \u00a0\u2000-\u200a\u3000]+")

EM_SPACES = {"\u2003": 2, "\u2002": 1, "\u3000": 2}
SMALLEST_EM, LARGEST_STEP_EM = 0.4, 2.0


def is_verse(element: etree._Element) -> bool:
    """Return whether an element is called verse, and is no more than that."""
    if element.tag not in {"div", "blockquote", "section", "p", "ul", "ol"}:
        return False
    if element.get("data-custom-style"):  # a paragraph of Word's, of which each may be one line
        return False
    names = names_of(element)
    if not _VERSE.search(names) or _NOT_VERSE.search(names):
        return False
    return not any(True for _ in element.iter("h1", "h2", "table", "figure", "ol"))


class _Lines:
    """Stanzas while they are read."""

    def __init__(self) -> None:
        self.stanzas: list[list[etree._Element]] = [[]]
        self.line = make("l")
        self.indent = 0.0
        self.indents: dict[etree._Element, float] = {}
        """How far each line stands in, in em."""

    def end_line(self) -> None:
        if not is_empty(self.line):
            self.indents[self.line] = self.indent or _take_spaces(self.line)
            self.stanzas[-1].append(self.line)
        elif len(self.line) and self.stanzas[-1]:
            for each in list(self.line):
                put(self.stanzas[-1][-1], each)
        self.line, self.indent = make("l"), 0.0

    def end_stanza(self) -> None:
        self.end_line()
        if self.stanzas[-1]:
            self.stanzas.append([])


def _take_spaces(line: etree._Element) -> float:
    """Read the indent in em that spaces at a line's beginning make, and take them away."""
    found = _SPACES.match((line.text or "").lstrip("\n\r\t"))
    if not found or not found[0].strip(" "):
        return 0.0
    line.text = (line.text or "").lstrip("\n\r\t")[found.end() :]
    return sum(EM_SPACES.get(space, 1) for space in found[0]) / 2


def set_verse(page: Page, element: etree._Element) -> list[etree._Element]:
    """Set verse as line groups; a heading in it is the head of the first."""
    lines = _Lines()
    _read(page, element, lines)
    lines.end_stanza()
    _settle_indents(lines.indents)
    groups = []
    for stanza in filter(None, lines.stanzas):
        group = make("lg")
        group.extend(stanza)
        groups.append(group)
    if len(groups) < 2:
        return groups
    whole = make("lg", type="poem")
    whole.extend(groups)
    return [whole]


def _settle_indents(indents: dict[etree._Element, float]) -> None:
    """Count steps from the line that stands furthest left; the smallest is one."""
    least = min(indents.values(), default=0.0)
    inset = {line: em - least for line, em in indents.items() if em - least >= SMALLEST_EM}
    unit = min([LARGEST_STEP_EM, *inset.values()])
    for line, em in inset.items():
        line.set("rend", f"indent{min(8, max(1, round(em / unit)))}")


def _read(page: Page, source: etree._Element, lines: _Lines) -> None:
    put(lines.line, source.text or "")
    for child in source:
        if child in page.bodies:
            pass
        elif child.tag == "br":
            if is_empty(lines.line):
                lines.end_stanza()
            lines.end_line()
        elif _LINE_NUMBER.search(names_of(child)) and whole_text(child).strip().isdigit():
            lines.line.set("n", whole_text(child).strip())
            page.log.taken.append(whole_text(child))
        elif is_block(child) or _is_line(page, child):
            _read_block(page, child, lines)
        elif any(True for _ in child.iter("br")):
            if is_empty(lines.line):
                lines.indent = _indent(page, child)
            _read(page, child, lines)
        else:
            if not lines.indent and is_empty(lines.line):
                lines.indent = _indent(page, child)
            set_inline(page, child, lines.line)
        put(lines.line, child.tail or "")


def _is_line(page: Page, element: etree._Element) -> bool:
    return page.styles.of(element).get("display") == "block" or element.tag == "l"


def _read_block(page: Page, child: etree._Element, lines: _Lines) -> None:
    blocks = [each for each in child if is_block(each) or _is_line(page, each)]
    breaks = any(True for _ in child.iter("br"))
    is_stanza = bool(_STANZA.search(names_of(child))) or len(blocks) > 1
    is_stanza |= child.tag == "p" and breaks
    lines.end_stanza() if is_stanza else lines.end_line()
    lines.indent = _indent(page, child)
    _read(page, child, lines)
    lines.end_stanza() if is_stanza else lines.end_line()


def _indent(page: Page, element: etree._Element) -> float:
    """Read how far a line stands in, in em: by its style sheet, else by its class."""
    style = page.styles.of(element)
    if "padding-left" in style or "margin-left" in style:
        return max(0.0, ems(style.get("margin-left", "")) + ems(style.get("padding-left", "")))
    said = _INDENT.search(element.get("class", "").lower())
    return float(said[1]) / 2 if said else 0.0
