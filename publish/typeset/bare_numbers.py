"""Headings that are a number and nothing more: `XIV`, `Chapter 3`, `Явление 60`, `Erster Akt`.

In contents such a line tells a reader nothing: it takes the argument of its division, or its first
words; where all are bare, print leaves them out (Chicago 1.38) and a screen keeps them to go to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from publish.house.division_types import Scale, kind_of_type
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Entry
from publish.typeset.headings import HEADING_TAGS, join_titles, plain_title
from publish.typeset.titles import cut_short
from publish.typeset.xhtml import H

FEWEST = 2
"""Fewer bare headings than this in a row are told by their first words."""

_ROMAN = r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})"
_NUMBER = lazy_pattern(rf"(?:\d{{1,4}}|{_ROMAN})(?:[.:)]|º|ª)?", re.IGNORECASE)
_SQUARE = lazy_pattern(r"第?[0-9０-９一二三四五六七八九十百千〇]+[章回話话節节部幕]?")
_SCALES = frozenset({Scale.CHAPTER, Scale.PART, Scale.ACT, Scale.PIECE})
_UNCOUNTED = frozenset("introduction preface foreword prologue conclusion epilogue".split())
"""Kinds of divisions of which a book has one: `1 Introduction` is no number of introductions."""

_ORDINAL = lazy_pattern(
    r"the|first|second|third|\w+th|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|twenty|"
    r"erste[rs]?|zweite[rs]?|dritte[rs]?|siebende[rs]?|\w+te[rs]?|"
    r"premi[eè]re?|second?e?|deuxi\w+|\w+i[eè]me|"
    r"prim[oae]\w*|segund[oa]|tercer[oa]?|terz[oa]|quart[oa]|quint[oa]|перв\w+|втор\w+|трет\w+|"
    r"четв\w+|пят\w+|\w+[аыо][йя]|перш\w+|друг\w+",
    re.IGNORECASE,
)


def is_bare(title: str) -> bool:
    """Return whether a title is a number, with or without the word for what it counts."""
    words = title.split()
    if len(words) == 1:
        return bool(_NUMBER.fullmatch(title) or _SQUARE.fullmatch(title))
    if not 1 < len(words) < 4:
        return False
    counted_as = [kind_of_type(word.strip(".:,")) for word in words]
    kinds = [kind.scale in _SCALES and kind.name not in _UNCOUNTED for kind in counted_as]
    others = [word.strip(".:,") for word, is_kind in zip(words, kinds, strict=True) if not is_kind]
    counted = (_NUMBER.fullmatch(word) or _ORDINAL.fullmatch(word) for word in others)
    return sum(kinds) == 1 and all(counted)


def name_bare(
    entries: Sequence[Entry], sections: Mapping[str, etree._Element], *, is_inner: bool = False
) -> None:
    """Give entries of the contents that are bare numbers some words, or mark them as bare.

    The only one below another, the chapter of Obadiah, is bare; one by itself is all that there is.
    """
    for entry in entries:
        name_bare(entry.children, sections, is_inner=True)
    bare = []
    for place, entry in enumerate(entries):
        section = sections.get(entry.target)
        is_told = bool(entry.children) or entry.is_letter
        if is_told or section is None or not is_bare(entry.title):
            continue
        argument = _argument(section)
        if argument:
            entry.title = join_titles([entry.title, cut_short(argument)])
        else:
            bare.append(place)
    is_mixed = bool(bare) and bare[-1] - bare[0] + 1 > len(bare)
    for place in bare:
        entry = entries[place]
        words = _first_words(sections[entry.target])
        if words and (is_mixed or (len(bare) < FEWEST and len(entries) > 1)):
            entry.title = join_titles([entry.title, words])
        else:
            entry.is_bare = is_inner or len(entries) > 1


def _argument(section: etree._Element) -> str:
    """Find the argument with which a section begins."""
    for block in section:
        classes = (block.get("class") or "").split()
        if "argument" in classes:
            return plain_title(block)
        if block.tag not in HEADING_TAGS and block.tag != H + "span":
            return ""
    return ""


def _first_words(section: etree._Element) -> str:
    """Return the words of the first line of a section behind its heading."""
    for block in section.iter(H + "p", H + "div", H + "li"):
        is_whole = not any(isinstance(e.tag, str) and e.tag in _BLOCKS for e in block)
        words = plain_title(block) if is_whole else ""
        if words:
            return cut_short(words)
    return ""


_BLOCKS = frozenset(H + name for name in ("p", "div", "ul", "ol", "section", "li"))
