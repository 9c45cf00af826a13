"""Verse: by the name of its style, or because its lines are short and broken on purpose."""

from __future__ import annotations

from lxml import etree

from publish.convert.log import quoted
from publish.convert.look import copy_look, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.farewells import is_farewell
from publish.convert.style_roles import role_of
from publish.convert.tei import make, put, words_of, wrap
from publish.model.document import local_name
from publish.model.finding import Severity

LONGEST, LONGEST_SURE = 65, 110
"""Characters of a line of verse; hexameters have fifty, ballads more where each line begins with
a capital."""
FEWEST = 2
STEP_EM = 1.5


def find_verse(manuscript: Manuscript) -> None:
    """Make stanzas of broken lines, and poems of stanzas beside each other."""
    for holder in [manuscript.body, *manuscript.body.iter("{*}quote")]:
        _by_style(holder)
        for block in list(holder):
            if local_name(block) == "p" and is_broken(block):
                _make_stanza(manuscript, block)
        _group(holder)


def _by_style(holder: etree._Element) -> None:
    """Take paragraphs of a style of verse for lines; one with line breaks is a stanza."""
    line: etree._Element | None = None
    for block in list(holder):
        if local_name(block) != "p" or role_of(look_of(block).style) != "verse":
            line = None
        elif block.find("{*}lb") is not None:
            set_stanza(block)
            line = None
        else:
            if line is None or look_of(block).lines:
                line = make("lg")
                copy_look(block, line)
                block.addprevious(line)
            verse = make("l", block.text or "", rend=_indent(look_of(block).indent_em))
            verse.extend(list(block))
            put(line, verse)
            holder.remove(block)


def _indent(ems: float) -> str:
    steps = min(8, int(ems // STEP_EM) - 1)
    return f"indent{steps}" if steps > 0 else ""


def lines_of(block: etree._Element) -> list[str]:
    """Read the lines of a paragraph that breaks them."""
    lines = [block.text or ""]
    for child in block:
        if local_name(child) == "lb":
            lines.append("")
        elif local_name(child) not in {"note", "", "index"}:
            lines[-1] += words_of(child)
        lines[-1] += child.tail or ""
    return [line.strip() for line in lines]


def part_lines(block: etree._Element) -> list[etree._Element]:
    """Part a paragraph at its line breaks."""
    lines = [make("p", block.text or "")]
    for child in list(block):
        tail, child.tail = child.tail or "", None
        if local_name(child) == "lb":
            lines.append(make("p", tail))
        else:
            put(lines[-1], child, tail)
    return lines


def is_broken(block: etree._Element) -> bool:
    """Return whether a paragraph's lines are short, several, and no address or signature."""
    lines = [line for line in lines_of(block) if line]
    look = look_of(block)
    if len(lines) < FEWEST or look.align == "right" or "title" in look.style:
        return False
    if is_farewell(lines[0]) or any(True for _ in block.iter("{*}figure")):
        return False
    starts = sum(line.lstrip("“\"‘’'([«„—–- ")[:1].isupper() for line in lines)
    longest = LONGEST_SURE if starts == len(lines) > FEWEST else LONGEST
    if max(map(len, lines)) > longest:
        return False
    return starts >= 0.5 * len(lines) and sum(map(len, lines)) > 12 * len(lines)


def _make_stanza(manuscript: Manuscript, block: etree._Element) -> None:
    count = len([line for line in lines_of(block) if line])
    made = set_stanza(block)
    severity = Severity.NOTICE if count > 3 else Severity.WARNING
    message = f"{count} short lines are taken for verse: {quoted(made)}"
    manuscript.log.tell("IMP-020", message, made, "make them p with lb, if they are none", severity)


def set_stanza(block: etree._Element) -> etree._Element:
    """Make a line group of a paragraph with line breaks."""
    made = make("lg")
    copy_look(block, made)
    line = make("l", _start(block.text))
    for child in list(block):
        tail, child.tail = child.tail or "", None
        if local_name(child) == "lb":
            _end(made, line)
            line = make("l", _start(tail))
        else:
            put(line, child, tail)
    _end(made, line)
    parent = block.getparent()
    if parent is not None:
        parent.replace(block, made)
    return made


def _start(text: str | None) -> str:
    return (text or "").lstrip(" ")


def _end(group: etree._Element, line: etree._Element) -> None:
    """Add a line with the indent that spaces made."""
    text = line.text or ""
    spaces = len(text) - len(text.lstrip("\u00a0\u2002\u2003"))
    if spaces:
        line.text = text.lstrip("\u00a0\u2002\u2003")
        line.set("rend", f"indent{min(8, max(1, (spaces + 1) // 2))}")
    if words_of(line) or len(line):
        put(group, line)


def _group(holder: etree._Element) -> None:
    """Put stanzas that follow each other into one poem."""
    row: list[etree._Element] = []
    for block in [*holder, None]:
        if block is not None and local_name(block) == "lg" and block.get("type") != "poem":
            row.append(block)
            continue
        if len(row) > 1:
            copy_look(row[0], wrap(row, "lg", type="poem"))
        row = []
