"""Rules for interlinear glosses: a word with what explains it below (Leipzig Glossing Rules 1)."""

from __future__ import annotations

from lxml import etree

from publish.house.language.glosses import GLOSSED, is_gloss
from publish.model.document import local_name
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings

_LONGEST_LINE = 60
"""Characters beyond which a gloss is a translation of its own, not a word under a word."""

_MOST_LINES = 6


def is_stack(element: etree._Element) -> bool:
    """Return whether an element holds a word and its glosses, and nothing beside them."""
    if not 2 <= len(element) <= _MOST_LINES or (element.text or "").strip():
        return False
    lines = list(element)
    if any((line.tail or "").strip() or local_name(line) not in GLOSSED for line in lines):
        return False
    glosses = [is_gloss(line) for line in lines]
    return glosses == [False, *[True] * (len(lines) - 1)] and all(map(_is_short, lines))


def _is_short(line: etree._Element) -> bool:
    return 0 < len(" ".join("".join(map(str, line.itertext())).split())) <= _LONGEST_LINE


def set_stack(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a word with its glosses under it; a space parts them where there are no styles."""
    made = typesetter.open(into, "span", element, "interlinear")
    for number, line in enumerate(element):
        if number:
            typesetter.say(made, " ")
        role = "interlinear-gloss" if number else "interlinear-word"
        typesetter.children(line, typesetter.open(made, "span", line, role))


def set_unit(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a word or phrase, above its gloss where it holds one."""
    if is_stack(element):
        set_stack(element, into, typesetter)
    else:
        set_as_surroundings(element, into, typesetter)


RULES = {**dict.fromkeys("phr cl w".split(), set_unit)}
