"""Dates in words: `1801-02-03` is `3 February 1801`, and `3. Februar 1801` in German.

Months and their order are those of the Unicode CLDR, in the tables of labels.
"""

from __future__ import annotations

from publish.house.language.words import word
from publish.model.lazy_pattern import lazy_pattern

_DATE = lazy_pattern(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")


def date_in_words(written: str, language: str) -> str:
    """Say a date of ISO 8601; one that is none of its forms stays as it is written."""
    match = _DATE.fullmatch(written.strip())
    if match is None:
        return written.strip()
    year, month, day = match.groups()
    year = "\N{MINUS SIGN}" * year.startswith("-") + (year.lstrip("-0") or "0")
    if not month or not 1 <= int(month) <= 12:
        return year
    names = word("months" if day else "months_alone", language).split("|")
    pattern = word("date_day" if day else "date_month", language)
    return pattern.format(day=int(day or 0), month=names[int(month) - 1], year=year)
