"""Have the sections and verses of a chapter run on in one paragraph, each after its number.

Markup that gives each section a `div` has to give each a `p`, too; books that are cited by section
do not break the line for them (so Oxford Classical Texts, and Bibles set in paragraphs). Sections
as long as paragraphs stay apart, and so does what the source indents, or what holds more.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from lxml import etree

from publish.model.document import XML_LANG
from publish.model.tree import take_out
from publish.typeset.parallel_texts import ROW_MARK
from publish.typeset.textparts import UNIT
from publish.typeset.xhtml import H, classes, make, says_something

LONGEST_SECTION = 450
"""Characters; where half of a chapter's sections are longer, they are paragraphs."""

_PLAIN = frozenset({"ab", UNIT})
_CARRIED = ("lang", XML_LANG, "dir")


def run_on(section: etree._Element, wanted: str) -> None:
    """Join the sections inside a part that follow each other; `wanted` is `[text] sections`."""
    if wanted == "apart":
        return
    parents = dict.fromkeys(unit.getparent() for unit in _units(section))
    for parent in parents:
        if parent is None:
            continue
        for run in list(_runs(parent)):
            lengths = [len("".join(map(str, unit.itertext()))) for unit in run]
            if len(run) > 1 and (wanted == "run-on" or median(lengths) <= LONGEST_SECTION):
                _join(run)


def _units(section: etree._Element) -> Iterator[etree._Element]:
    return (e for e in section.iter(H + "section", H + "p") if UNIT in classes(e))


def _runs(parent: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the units of a parent that follow each other with nothing between them."""
    run: list[etree._Element] = []
    for child in parent:
        if not _may_join(child) or (run and _begins_anew(child, run[-1])):
            yield run
            run = []
        if _may_join(child):
            run.append(child)
        if says_something(child.tail):
            yield run
            run = []
    yield run


def _may_join(unit: etree._Element) -> bool:
    """Return whether a unit is one paragraph without a look of its own."""
    if UNIT not in classes(unit):
        return False
    paragraph = _paragraph_of(unit)
    return paragraph is not None and "style" not in paragraph.attrib


def _begins_anew(unit: etree._Element, before: etree._Element) -> bool:
    """Return whether a unit has a look of its own, or is of another passage than the one before."""
    paragraph, last = _paragraph_of(unit), _paragraph_of(before)
    if paragraph is None or last is None:
        return True
    return not classes(paragraph) <= _PLAIN or paragraph.get(ROW_MARK) != last.get(ROW_MARK)


def _paragraph_of(unit: etree._Element) -> etree._Element | None:
    if unit.tag == H + "p":
        return unit
    is_alone = len(unit) == 1 and unit[0].tag == H + "p" and not says_something(unit.text)
    return unit[0] if is_alone and not says_something(unit[0].tail) else None


def _join(run: list[etree._Element]) -> None:
    """Move the words of the units into the paragraph of the first."""
    first = _paragraph_of(run[0])
    assert first is not None
    made = make("p")
    made.attrib.update({name: value for name, value in first.attrib.items() if name != "id"})
    run[0].addprevious(made)
    for unit in run:
        paragraph = _paragraph_of(unit)
        assert paragraph is not None
        if len(made):
            made[-1].tail = f"{(made[-1].tail or '').rstrip()} "
        made.append(_words_of(unit, paragraph))
        take_out(unit)


def _words_of(unit: etree._Element, paragraph: etree._Element) -> etree._Element:
    """Make a stretch of words of a unit, with its id, its language, and that of its paragraph."""
    stretch = make("span", "section-words")
    for element in (unit, paragraph):
        for name in _CARRIED:
            if element.get(name):
                stretch.set(name, str(element.get(name)))
    identifiers = [e.get("id") for e in (unit, paragraph) if e.get("id")]
    if identifiers:
        stretch.set("id", str(identifiers[0]))
    stretch.text = (paragraph.text or "").lstrip()
    if len(set(identifiers)) > 1:
        anchor = make("span")
        anchor.set("id", str(identifiers[-1]))
        anchor.tail, stretch.text = stretch.text, None
        stretch.append(anchor)
    stretch.extend(list(paragraph))
    if len(stretch) and stretch[-1].tail:
        stretch[-1].tail = str(stretch[-1].tail).rstrip()
    return stretch
