"""What a book is about, in MARC: subject headings by scheme, their codes, plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pymarc import Field

from publish.model.edition import Subject
from publish.model.lazy_pattern import lazy_pattern
from publish.write.folded import fold
from publish.write.records.marc_fields import field, stopped

SOURCES = {"bisac": "bisacsh", "thema": "thema", "bic": "bicssc"}
"""Subject Heading and Term Source Codes (Library of Congress)."""

DIVISION = lazy_pattern(r"\s*(?:--|—|–)\s*")
PERIOD = lazy_pattern(r".*\b\d{3,4}\b|\d\d?(st|nd|rd|th) century", re.IGNORECASE)


def subject_fields(subjects: Iterable[Subject]) -> Iterator[Field]:
    """Write each subject: LCSH as 650 _0, those of the trade with their source, others as 653."""
    for subject in subjects:
        scheme = subject.scheme.casefold()
        if scheme == "lcsh":
            yield _heading(subject)
        elif scheme in SOURCES:
            yield from _of_the_trade(subject, SOURCES[scheme])
        else:
            yield field("653", "  ", ("a", subject.term or subject.code))


def _heading(subject: Subject) -> Field:
    """Divide a heading at its dashes; a division with years is one of time, others are general.

    Whether one is a place cannot be told from its words: a cataloguer will.
    """
    main, *divisions = DIVISION.split(fold(subject.term))
    parts = [("a", main), *(("y" if PERIOD.match(each) else "x", each) for each in divisions)]
    code, words = parts[-1]
    parts[-1] = (code, stopped(words))
    return field("650", " 0", *parts)


def _of_the_trade(subject: Subject, source: str) -> Iterator[Field]:
    if subject.code:
        yield field("072", " 7", ("a", subject.code), ("2", source))
    if subject.term:
        yield field("650", " 7", ("a", stopped(fold(subject.term))), ("2", source))
