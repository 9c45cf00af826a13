"""Keep the day with its month in headings and contents: no line ends between *7.* and *Oktober*.

Headings and contents are ragged and short, so that a bound space costs nothing there; in a
justified paragraph the line is better (New Hart's Rules 2.5; DIN 5008, clause 10).
"""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from publish.house.language.words import months_behind_days
from publish.typeset.headings import HEADING_TAGS

NO_BREAK = "\N{NO-BREAK SPACE}"


def bind_days(words: str, language: str) -> str:
    """Bind each day to the month behind it."""
    pattern = _days(language)
    if pattern is None or not any(map(str.isdigit, words)):
        return words
    return pattern.sub(NO_BREAK, words)


@cache
def _days(language: str) -> re.Pattern[str] | None:
    """Find the space between a day and one of a language's months, where it writes them so."""
    names = months_behind_days(language)
    if not names:
        return None
    months = "|".join(map(re.escape, names))
    return re.compile(rf"(?:(?<=\d)|(?<=\d[.º])|(?<=\d(?:st|nd|rd|th|er))) (?=(?:{months})\b)")


def bind_in_headings(section: etree._Element, language: str) -> None:
    """Bind the days in the headings of a part."""
    for heading in section.iter(*HEADING_TAGS):
        for element in heading.iter(etree.Element):
            if element.text:
                element.text = bind_days(element.text, language)
            if element is not heading and element.tail:
                element.tail = bind_days(element.tail, language)
