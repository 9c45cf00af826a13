"""The marks between the parts of a reference, and the words that introduce some of them.

Authority: Chicago 14.2 (author. *Work*. Place: publisher, date.), 14.103 (“Chapter.” In *Book*,
edited by ...), 14.171 (*Journal* 12, no. 3 (1999): 1-9), and 15.6, 15.46 for the style of author
and date (author. date. *Journal* 12 (3): 1-9).
"""

from __future__ import annotations

import re

from msgspec import Struct

from publish.house.language.words import language_of_word, word
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.records import AUTHOR_DATE, Part, is_counted

AFTER = {
    "author": ". ",
    "editor": ", ",
    "title": ". ",
    "edition": ", ",
    "pubPlace": ": ",
    "publisher": ", ",
    "biblScope": ", ",
    "date": ". ",
    "idno": ". ",
    "note": " ",
    "ref": ". ",
    "ptr": ". ",
    "series": ". ",
    "extent": ". ",
    "lang": ". ",
    "placeName": ": ",
}
"""What stands behind each part of a structured reference, by its element."""

_AFTER_KIND = {"article": ". ", "journal": ". ", "subtitle": ". ", "translator": ", "}
_PEOPLE = {"author": "", "editor": "edited_by", "translator": "translated_by"}
"""Kinds that may be several, and the words that say what they did."""

_SAYS_SO = lazy_pattern(
    r"\b(eds?|hg|hrsg|éds?|red|ред|transl?|trans|übers)\b|^\W*(by|von|par)\b|\bby\b", re.I
)
"""Words of an editor that say what he is; *von* in a name says nothing of it."""

_NUMBER = lazy_pattern(r"[\dIVXLCivxlc][\dIVXLCivxlc\s–-]*")


class Marks(Struct, frozen=True):
    """How the parts of one reference are marked off, in a style and a language."""

    parts: list[Part]
    style: str
    language: str
    is_first_turned: bool = False
    """The first author stands with the family name first."""

    @property
    def is_english(self) -> bool:
        """Whether the marks are those of English alone, whose words stand in for unknown ones."""
        return language_of_word("list_and", self.language).lower().startswith("en")

    def between(self, number: int) -> str:
        """Return what stands between a part and the next one."""
        before, after = self.parts[number], self.parts[number + 1]
        if before.kind == "abbreviation":
            return ": "
        if before.kind == "short-title":
            before = self.parts[number - 1]
        is_of_date = before.kind == "date" and after.kind in {"editor", "translator"}
        mark = self._of_people(number) if is_of_date else self._of_date(before, after)
        mark = mark or (self._of_journal(before, after) if is_counted(self.parts) else "")
        mark = mark or self._of_people(number) or self._of_titles(before, after)
        return mark or _plain(before, after, in_english=self.is_english)

    def ending(self) -> str:
        """Return what closes a bracket that the last part stands in."""
        if not self.parts or not is_counted(self.parts):
            return ""
        last = self.parts[-1]
        dated = last.kind == "date" and self.style != AUTHOR_DATE and not _is_bracketed(last)
        numbered = last.kind == "issue" and self.style == AUTHOR_DATE and self._has("volume")
        return ")." if dated or numbered else ""

    def _has(self, kind: str) -> bool:
        return any(part.kind == kind for part in self.parts)

    def _of_date(self, before: Part, after: Part) -> str:
        """Return the mark beside a date that is not in its place at the end."""
        if self.style == AUTHOR_DATE and "date" in {before.kind, after.kind}:
            return ". "
        is_of_journal = self._has("journal") and not is_counted(self.parts)
        return ", " if is_of_journal and (before.kind, after.kind) == ("date", "page") else ""

    def _of_journal(self, before: Part, after: Part) -> str:
        """Return the mark beside volume, number, date and pages of a journal."""
        if self.style == AUTHOR_DATE:
            return self._of_journal_by_date(before, after)
        if after.kind == "issue" and before.kind in {"journal", "volume"}:
            if self.is_english:
                return ", no. " if is_number(after) else ", "
            return "." if before.kind == "volume" else ", "
        if (before.kind, after.kind) == ("journal", "volume"):
            return " "
        if after.kind == "date" and before.kind in {"journal", "volume", "issue"}:
            return " " if _is_bracketed(after) else " ("
        if before.kind == "date" and not _is_bracketed(before):
            return "): " if after.kind == "page" else "). "
        return ": " if after.kind == "page" and before.kind in {"volume", "issue"} else ""

    def _of_journal_by_date(self, before: Part, after: Part) -> str:
        pair = (before.kind, after.kind)
        if pair == ("journal", "volume"):
            return " "
        if pair == ("volume", "issue"):
            return " ("
        if before.kind == "issue" and self._has("volume"):
            return "): " if after.kind == "page" else "). "
        return ": " if pair == ("volume", "page") else ""

    def _of_people(self, number: int) -> str:
        """Return the mark between people of one kind, and before those who edited a work."""
        before, after = self.parts[number], self.parts[number + 1]
        if before.kind == after.kind and before.kind in _PEOPLE:
            is_last = number + 2 == len(self.parts) or self.parts[number + 2].kind != after.kind
            return self._and(number) if is_last else ", "
        if after.kind not in _PEOPLE or after.kind == "author" or _SAYS_SO.search(after.words):
            return ""
        label = word(_PEOPLE[after.kind], self.language).partition("{name}")[0]
        if not label:
            return ""
        if self._is_chapter():
            return f", {label[:1].lower()}{label[1:]}"
        return f". {label}"

    def _and(self, number: int) -> str:
        """Return what stands before the last of several people (Chicago 6.19, 14.76)."""
        kind = self.parts[number].kind
        is_third = number > 0 and self.parts[number - 1].kind == kind
        is_turned = number == 0 and kind == "author" and self.is_first_turned
        comma = "," if self.is_english and (is_third or is_turned) else ""
        return f"{comma} {word('list_and', self.language)} "

    def _of_titles(self, before: Part, after: Part) -> str:
        if after.kind == "subtitle":
            return ": "
        if after.kind == "short-title":
            return " "
        if before.kind in {"article", "subtitle"} and after.kind == "title":
            return f". {word('in_book', self.language)} "
        if (before.kind, after.kind) == ("series", "number"):
            return " "
        if before.kind in {"editor", "translator"}:
            return ", " if after.kind == "page" else ". "
        return ""

    def _is_chapter(self) -> bool:
        return self._has("article") and self._has("title")


def _is_bracketed(date: Part) -> bool:
    return date.words.startswith(("(", "["))


def is_number(part: Part) -> bool:
    """Return whether a part begins with a number, as years and numbers of a journal do."""
    return _NUMBER.match(part.words) is not None


def _plain(before: Part, after: Part, *, in_english: bool) -> str:
    """Return the mark that the element before, or the pair, has wherever it stands."""
    name, following = before.element.tag.rpartition("}")[2], after.element.tag.rpartition("}")[2]
    if "accessed" in {before.kind, after.kind}:
        return ". "
    if name == "edition" and following in {"pubPlace", "publisher", "series", "title", "idno"}:
        return ". "
    if name == "publisher" and following != "date":
        return ", " if following in {"pubPlace", "publisher"} else ". "
    if name == "pubPlace" and following != "publisher":
        return ", "
    if name in {"title", "date"} and following in {"biblScope", "date"}:
        return ", " if before.kind != "date" or not in_english else ". "
    if name == "biblScope" and following in {"pubPlace", "publisher", "idno", "ptr", "ref"}:
        return ". "
    return _AFTER_KIND.get(before.kind) or AFTER.get(name, ", ")
