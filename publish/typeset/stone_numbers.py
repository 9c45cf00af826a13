"""Where the lines of an inscription or papyrus begin, and their numbers.

It is done to the tree before anything is planned (`stone_heads.py`).
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.tree import take_out


def number_lines(text: etree._Element) -> None:
    """Let lines that stand before verses begin in them; number editions that have no numbers."""
    for line in list(text.iter(tei("lb"))):
        _move_into_verse(line)
    for edition in text.iter(tei("div")):
        if edition.get("type") == "edition":
            _count_lines(edition)


def _move_into_verse(line: etree._Element) -> None:
    """Let a line of the stone that stands before a verse begin inside it, as its number does.

    EpiDoc ("Verse") has `<lb n="2"/><l>`, and `<lb n="1"/><lg><l>`, as well as `<l><lb n="1"/>`.
    """
    around, verse = line.getparent(), line.getnext()
    if around is None or verse is None or (line.tail or "").strip():
        return
    while local_name(verse) == "lg" and len(verse) and not (verse.text or "").strip():
        verse = verse[0]
    if local_name(verse) != "l" or next(line.iterancestors(tei("div")), None) is None:
        return
    take_out(line)
    line.tail, verse.text = verse.text, None
    verse.insert(0, line)


def _count_lines(edition: etree._Element) -> None:
    """Number the lines of an edition that has no numbers, as corpora print them.

    Each part of a text is counted by itself; words before its first `lb` are a line.
    """
    lines = list(edition.iter(tei("lb")))
    if any(line.get("n") for line in lines):
        return
    counts: dict[etree._Element, int] = {}
    for line in lines:
        part = next(line.iterancestors(tei("div")), edition)
        counts[part] = counts.get(part, int(_is_preceded(line))) + 1
        line.set("n", str(counts[part]))


def _is_preceded(line: etree._Element) -> bool:
    """Return whether words of its paragraph stand before a line."""
    around = next(line.iterancestors(tei("ab"), tei("p"), tei("lg")), None)
    walk = () if around is None else etree.iterwalk(around, events=("start", "end"))
    for event, element in walk:
        if element is line:
            break
        text = element.text if event == "start" else element.tail
        if (text or "").strip():
            return True
    return False
