"""The lines of an edition as they are set: each a block, with brackets that meet as one pair.

A line of the stone that is too long for the page turns over under a hanging indent, so that no
reader takes its end for a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from publish.typeset.leiden import SAID_OF_IT
from publish.typeset.xhtml import H, append_text, classes, make, rename

SHORT = 12
"""Lines of a text that stays on one page."""

_VERSE = frozenset({"lg", "l"})
"""Blocks that have lines of their own."""

_DASHES = "- -"


def set_lines(section: etree._Element) -> list[str]:
    """Give each line of the editions in a part a block; return the brackets that are taken away."""
    taken: list[str] = []
    for edition in section.iter(H + "section"):
        if "edition" in classes(edition):
            blocks = [b for b in edition.iter(H + "p", H + "div") if _is_of_text(b)]
            for block in blocks:
                taken += _merge_in(block)
            paragraphs = [b for b in blocks if b.tag == H + "p" and "stone-notes" not in classes(b)]
            _name_blocks(list(filter(_split, paragraphs)))
    return taken


def _is_of_text(block: etree._Element) -> bool:
    """Return whether a block is no part of a translation or apparatus that its edition holds."""
    return all(SAID_OF_IT.isdisjoint(classes(s)) for s in block.iterancestors(H + "section"))


def _name_blocks(blocks: list[etree._Element]) -> None:
    """Make blocks of paragraphs; those of a short text, or of a short part of one, stay on a page.

    Those of a long text are parted as its lines fall: pages would end half empty.
    """
    lines: Counter[etree._Element | None] = Counter()
    parts = {block: next(block.iterancestors(H + "section"), None) for block in blocks}
    for block, part in parts.items():
        lines[part] += len(block)
    for block, part in parts.items():
        rename(block, "div", *(["stone", "short"] if lines[part] <= SHORT else ["stone"]))


def _split(block: etree._Element) -> bool:
    """Part a paragraph at its line breaks; what a break stands in goes on in the next line.

    Return whether there was anything to part.
    """
    if next(block.iter(H + "br"), None) is None and "ab" not in classes(block):
        return False
    made = make("div", "stone-line")
    lines, open_ones = [made], [made]
    _pour(block, open_ones, lines)
    for child in list(block):
        block.remove(child)
    block.text = None
    block.extend(line for line in lines if _shows(line))
    return True


def _pour(
    source: etree._Element, open_ones: list[etree._Element], lines: list[etree._Element]
) -> None:
    """Move what an element holds into the line that is open, and begin one at each break."""
    append_text(open_ones[-1], source.text)
    for child in list(source):
        tail, child.tail = child.tail, None
        if child.tag == H + "br":
            _begin_line(open_ones, lines)
        elif len(open_ones) == 1 and not _VERSE.isdisjoint(classes(child)):
            lines.append(child)
            _begin_line(open_ones, lines)
        elif next(child.iter(H + "br"), None) is None:
            open_ones[-1].append(child)
        else:
            opened = etree.SubElement(open_ones[-1], child.tag)
            opened.attrib.update(child.attrib)
            open_ones.append(opened)
            _pour(child, open_ones, lines)
            open_ones.pop()
        append_text(open_ones[-1], tail)


def _begin_line(open_ones: list[etree._Element], lines: list[etree._Element]) -> None:
    above = make("div", "stone-line")
    lines.append(above)
    for number, old in enumerate(open_ones):
        if number:
            above = etree.SubElement(above, old.tag)
            above.attrib.update(old.attrib)
            above.attrib.pop("id", "")
        open_ones[number] = above


def _shows(line: etree._Element) -> bool:
    return len(line) > 0 or bool((line.text or "").strip())


def _merge_in(block: etree._Element) -> list[str]:
    last: tuple[etree._Element, bool] | None = None
    taken: list[str] = []
    is_parted = False
    for node, is_tail in _texts(block):
        text = (node.tail if is_tail else node.text) or ""
        if is_tail and str(node.tag).endswith("}br"):
            last = None
        bare = text.strip()
        is_parted = is_parted or text[:1].isspace()
        if not bare:
            continue
        meets = last is not None and bare[0] == "[" and _is_of_loss(node, is_tail)
        if last is not None and meets and not (_is_gap(*last) and _is_gap(node, is_tail)):
            before, was_tail = last
            said = (before.tail if was_tail else before.text) or ""
            head, _, rest = said.rpartition("]")
            space = " " if _DASHES in head[-5:] + text[:6] and not is_parted else ""
            _put(node, is_tail, text.replace("[", space, 1))
            _put(before, was_tail, head + rest)
            taken += ["]", "["]
        ends = bare[-1] == "]" and _is_of_loss(node, is_tail)
        last = (node, is_tail) if ends else None
        is_parted = text[-1:].isspace()
    return taken


def _texts(block: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the places of text in a block, in their order."""
    yield block, False
    for child in block:
        if isinstance(child.tag, str):
            yield from _texts(child)
        yield child, True


def _put(node: etree._Element, is_tail: bool, text: str) -> None:
    if is_tail:
        node.tail = text
    else:
        node.text = text


def _holder(node: etree._Element, is_tail: bool) -> etree._Element | None:
    return node.getparent() if is_tail else node


def _is_gap(node: etree._Element, is_tail: bool) -> bool:
    holder = _holder(node, is_tail)
    return holder is not None and "gap" in classes(holder)


def _is_of_loss(node: etree._Element, is_tail: bool) -> bool:
    holder = _holder(node, is_tail)
    return holder is not None and not classes(holder).isdisjoint({"supplied", "gap"})
