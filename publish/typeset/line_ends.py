"""What a line end of the source is in a reflowed text: a space, a real break, or nothing at all.

TEI chapter 3.11.3: an `lb` is where a line of the source ends; `break="no"` says that it stands
inside a word. Many transcriptions do not say so and keep the hyphen of the source (`Wort-`,
`lb`, `teil`); then the hyphen goes and the word closes up, unless the word has a hyphen of its
own: before a capital (`Karls-Bad`), before a word it was suspended for (`Berg- und Tal`), or
where the book writes the same word with a hyphen elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree
from msgspec import Struct

from publish.model.document import TEI, local_name
from publish.model.lazy_pattern import lazy_pattern

BREAKS = frozenset(f"{{{TEI}}}{name}" for name in ("lb", "pb", "cb", "gb", "milestone"))
"""Milestones that may stand inside a word; `break="no"` says so (TEI att.breaking)."""

WITHIN_WORDS = frozenset({"worddiv", "inWord"})
"""What EpiDoc 5 to 8 wrote as `@type` for `break="no"`."""

SOFT = "\u00ad¬⸗⹀"
"""Signs that mean nothing but a word broken at a line end."""

_IDLE = frozenset("lb pb cb gb fw milestone anchor".split())
_HYPHEN = lazy_pattern(r"([^\W_]+)(?:[-\u2010]|[\u00ad¬⸗⹀])\s*$")
_SUSPENDED = lazy_pattern(r"(und|oder|bis|bzw|and|or|to|et|ou|en|of|och|og|i|и)\b")
_HYPHEN_SIGNS = frozenset("-\u2010" + SOFT)
_HYPHENS = lazy_pattern(r"[-\u2010]")
_WORD = lazy_pattern(r"[^\W\d_]+")
_COMPOUND = lazy_pattern(r"[^\W\d_]+[-\u2010][^\W\d_]+")
_FAR = 50
"""Milestones in a row that are looked past."""
_DENSE = 250
"""Characters: a book with a line end for fewer than these is transcribed line by line."""
_DIVIDING = 0.05
"""The share of line ends within words from which on no line end is one that the text needs, as in
a play whose verses are `l` and whose prose has an `lb` for each line."""

_STEPS, _NEARLY = (10, 5), 0.9
"""Lines from one that is marked to the next in an edition which marks only those with numbers."""


class LineEnds(Struct):
    """What a book's habits say of its line ends."""

    compounds: frozenset[str] = frozenset()
    """Words with a hyphen of their own, in lower case."""
    is_kept: bool = False
    """The edition sets each line of the source as a line, its hyphens as they are."""
    is_line_by_line: bool = False
    """`lb` marks every line of the source, and so is no break that the text needs."""

    def joins(self, milestone: etree._Element, said: str) -> bool:
        """Return whether the words around a milestone are one; `said` is the end of what is set."""
        if self.is_kept and local_name(milestone) == "lb":
            return False
        written = milestone.get("break")
        if written == "no" or milestone.get("type") in WITHIN_WORDS:
            return True
        if written == "yes" or local_name(milestone) == "milestone":
            return False
        return _hyphen(said) is not None and self._goes_on(milestone, said)

    def divides(self, milestone: etree._Element) -> bool:
        """Return whether a word of the source stands on both sides of a line end."""
        before, parent = milestone.getprevious(), milestone.getparent()
        said = before.tail if before is not None else parent.text if parent is not None else ""
        return self.joins(milestone, (said or "")[-_FAR:])

    def _goes_on(self, milestone: etree._Element, said: str) -> bool:
        """Return whether the word behind the milestone goes on with the one before it."""
        following = _words_after(milestone)
        if said.rstrip()[-1:] in SOFT:
            return following[:1].isalpha()
        return following[:1].isalnum() and not _SUSPENDED.match(following)

    def keeps_hyphen(self, milestone: etree._Element, said: str) -> bool:
        """Return whether the hyphen at the end of `said` belongs to the word."""
        match = _hyphen(said)
        if match is None or said.rstrip()[-1:] in SOFT:
            return False
        following = re.match(r"[^\W\d_]*", _words_after(milestone))
        word = following[0] if following else ""
        if not word or (word[0].isupper() and not match[1].isupper()):
            return True
        return f"{match[1]}-{word}".lower() in self.compounds


def _hyphen(said: str) -> re.Match[str] | None:
    """Find a hyphen at the end; the last character tells at once where there is none."""
    return _HYPHEN.search(said) if said.rstrip()[-1:] in _HYPHEN_SIGNS else None


def is_bare_hyphen(said: str) -> bool:
    """Return whether a text is nothing but a hyphen, whose word stands in an element before it."""
    return said.rstrip() in _HYPHEN_SIGNS


def without_hyphen(said: str) -> str:
    """Take the hyphen of a line end from the end of what was said.

    It may stand alone, behind the element that has the letters (`<hi>Wort</hi>-`).
    """
    if is_bare_hyphen(said):
        return ""
    match = _hyphen(said)
    return said[: match.end(1)] if match else said


def line_ends(texts: list[etree._Element], *, are_kept: bool = False) -> LineEnds:
    """Look over the texts of a book for its words with hyphens and the number of its line ends.

    `are_kept`: the edition asks for the lines of the source.
    """
    ends = [end for text in texts for end in text.iter(f"{{{TEI}}}lb")]
    if not ends:
        return LineEnds()
    pieces = [str(words).lower() for text in texts for words in text.itertext()]
    is_dense = sum(map(len, pieces)) / (len(ends) * _step_of(ends)) < _DENSE
    found = LineEnds(_compounds(pieces), are_kept, is_dense)
    if not is_dense and sum(map(found.divides, ends)) >= _DIVIDING * len(ends):
        found.is_line_by_line = True
    return found


def _step_of(ends: list[etree._Element]) -> int:
    """Return how many lines each mark stands for: five, where the source numbers every fifth."""
    numbers = [int(n) for end in ends if (n := end.get("n") or "").isdecimal()]
    for step in _STEPS:
        if sum(number % step == 0 for number in numbers) > _NEARLY * len(ends):
            return step
    return 1


def _compounds(pieces: list[str]) -> frozenset[str]:
    """List the words that the book writes with a hyphen more often than without."""
    found = Counter(word for piece in pieces for word in _COMPOUND.findall(piece))
    closed = {_HYPHENS.sub("", word) for word in found}
    joined = Counter(word for piece in pieces for word in _WORD.findall(piece) if word in closed)
    return frozenset(
        word for word, times in found.items() if times > joined[_HYPHENS.sub("", word)]
    )


def _words_after(milestone: etree._Element) -> str:
    """Return the text behind a milestone, past others like it."""
    node: etree._Element | None = milestone
    for _ in range(_FAR):
        if node is None:
            break
        text = (node.tail or "").lstrip()
        if text:
            return text
        following = node.getnext()
        if following is None:
            return ""
        if not isinstance(following.tag, str) or local_name(following) in _IDLE:
            node = following
            continue
        return "".join(map(str, following.itertext())).lstrip()[:40]
    return ""
