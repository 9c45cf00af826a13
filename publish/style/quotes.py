"""Curl straight quotation marks and apostrophes (Chicago 6.115-6.117; CLDR delimiters).

Those of feet and inches become primes.
"""

from __future__ import annotations

import re

from publish.house.language.typography import Typography
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding
from publish.model.lazy_pattern import lazy_pattern
from publish.style.primes import prime_at
from publish.style.text_runs import Change, any_of, prose

STRAIGHT = lazy_pattern("[\"']|``")
OPENS_AFTER = "([{<—–-‒―/“‘«„‚‹»›¿¡\u00a0\u202f\ufffc"
APOSTROPHE = "’"
NO_BREAK = "\u00a0"
_SINGLE = lazy_pattern(r"'(\w*)")
_INNER = lazy_pattern(r"(?:^|[\s(\[{—–“«„\"])'(?=\S)")
"""What opens a quotation within a quotation."""


def curl_quotes(document: Document, edition: Edition) -> list[Finding]:
    """Replace straight marks by the language's own; marks that are curly already stay."""
    if edition.style.quotes != "curl":
        return []
    for piece in prose(document, edition, any_of("\"'`")):
        marks = _Marks(piece.text)
        changes: list[Change] = []
        for match in STRAIGHT.finditer(piece.text):
            if not marks.is_spent(match.start()):
                habits = piece.surrounding_typography(match.start())
                changes += marks.change(match.start(), habits)
        piece.run.edit(changes)
    return []


class _Marks:
    """Reads the marks of one run from left to right and remembers what is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open_double = False
        self.spent = -1
        self.last_closing_single = self._last_closing_single()
        self.first_inner = _INNER.search(text)
        self.inner_is_open = False
        self.inner_read = 0
        self.judged = {True: (-1, False), False: (-1, False)}
        """The mark that was judged last with one open, and with none: where, and if it opens."""

    def is_spent(self, at: int) -> bool:
        """Return whether a two-character mark has taken this character already."""
        return at <= self.spent

    def change(self, at: int, habits: Typography) -> list[Change]:
        """Return the change for the mark at `at`, or none where it must stay."""
        if len(habits.quotes) != 4:
            return []
        text = self.text
        is_double = text[at] == '"' or text.startswith("''", at)
        is_open = self.open_double if is_double else self._is_inner_open(at, habits)
        prime = prime_at(text, at, is_open=is_open)
        if prime:
            self.spent = at + 1 if text.startswith("''", at) else self.spent
            return [(at, max(at, self.spent) + 1, prime)]
        if text.startswith(("``", "''"), at):
            self.spent = at + 1
            return [(at, at + 2, habits.quotes[0 if text[at] == "`" else 1])]
        if text[at] == '"':
            return self._double(at, habits)
        return [(at, at + 1, self._single(at, habits))]

    def _double(self, at: int, habits: Typography) -> list[Change]:
        opens = self._is_opening(at, self.open_double)
        self.open_double = opens
        mark = habits.quotes[0 if opens else 1]
        if habits.guillemets and mark in "«»":
            mark = mark + NO_BREAK if opens else NO_BREAK + mark
        return [(at, at + 1, mark)]

    def _single(self, at: int, habits: Typography) -> str:
        before, after = self._around(at)
        if before.isalnum() and after.isalnum():
            return APOSTROPHE
        if not self._is_opening(at, is_open=True):
            return habits.quotes[3] if self._closes_inner(at) else APOSTROPHE
        word = re.match(r"\w+", self.text[at + 1 : at + 12])
        is_elision = word is not None and word[0].lower() in habits.elisions
        if is_elision or after.isdigit() or at >= self.last_closing_single:
            return APOSTROPHE
        return habits.quotes[2]

    def _closes_inner(self, at: int) -> bool:
        """A mark after a word is a closing quote only if one was opened in this run."""
        return self.first_inner is not None and self.first_inner.end() < at

    def _is_inner_open(self, at: int, habits: Typography) -> bool:
        """Return whether a single mark opened a quotation that none has closed before `at`."""
        for match in _SINGLE.finditer(self.text, self.inner_read, at):
            before = self.text[match.start() - 1 : match.start()]
            if match[1]:
                word = match[1].lower()
                is_elided = word in habits.elisions or word[0].isdigit()
                self.inner_is_open |= not (is_elided or before.isalnum())
            elif before and not before.isspace():
                self.inner_is_open = False
        self.inner_read = max(self.inner_read, at)
        return self.inner_is_open

    def _is_opening(self, at: int, is_open: bool) -> bool:
        """Judge a mark; in a row of marks each is judged by the one before it."""
        judged_at, opens = self.judged[is_open]
        first = at
        while first != judged_at and self.text[first - 1 : first] in ("'", '"'):
            first -= 1
        for place in range(first + (first == judged_at), at + 1):
            before, _ = self._around(place)
            is_behind = not before or before.isspace() or before in OPENS_AFTER
            opens = self._opens(place, opens if before in ("'", '"') else is_behind, is_open)
        self.judged[is_open] = at, opens
        return opens

    def _opens(self, at: int, after_space: bool, is_open: bool) -> bool:
        before, after = self._around(at)
        before_space = not after or after.isspace()
        if after_space and before_space:
            return not is_open
        if after_space and is_open and self._is_before_point(at):
            return False
        if not after_space and not before_space and after.isalnum() and not before.isalnum():
            return not is_open and before not in ".,;:!?…)]"
        return after_space

    def _is_before_point(self, at: int) -> bool:
        """Return whether a comma or the like follows, which never begins what is quoted."""
        after = self.text[at + 1 : at + 3]
        return after[:1] in {",", ";", ":", ")"} or (after[:1] == "." and after != "..")

    def _around(self, at: int) -> tuple[str, str]:
        return self.text[at - 1 : at] if at else "", self.text[at + 1 : at + 2]

    def _last_closing_single(self) -> int:
        found = [match.start() for match in re.finditer(r"(?<=[^\s'])'(?!\w)", self.text)]
        return found[-1] if found else -1
