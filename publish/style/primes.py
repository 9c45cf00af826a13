"""Tell a straight mark behind a number that is feet or inches, minutes or seconds (Chicago 10.66).

`6'2"` and `45°30'15"` are plain. A lone `12"` is inches unless it closes a quotation, which it
does where one is open and the next mark does not close it.
"""

from __future__ import annotations

from publish.model.lazy_pattern import lazy_pattern

PRIME, DOUBLE_PRIME = "′", "″"

_DIGITS = r"\d[\d.,/]*[½¼¾⅓⅔⅛⅜⅝⅞]?|[½¼¾⅓⅔⅛⅜⅝⅞]"
_NUMBER = lazy_pattern(rf"(?<![\w'’.,])(?:{_DIGITS})$")
_DEGREES = lazy_pattern(rf"°\s?(?:{_DIGITS})$")
_FEET_BEFORE = lazy_pattern(rf"[\d½¼¾⅓⅔⅛⅜⅝⅞]['’′][\s\u00a0-]?(?:{_DIGITS})$")
_INCHES_AFTER = lazy_pattern(rf"[\s\u00a0-]?(?:{_DIGITS})\s?(?:\"|'')")
_BARE_INCHES = lazy_pattern(r"\d{1,2}(?![\w'’])")
_NO_WORD = lazy_pattern(r"[^\w'’\"]|$")
_WINDOW = 24
_LONGEST = 3
"""Digits of a number of inches; a longer one is a year at the end of a quotation."""


def prime_at(text: str, at: int, *, is_open: bool) -> str:
    """Return the sign that a straight mark stands for; empty for a quotation mark or apostrophe.

    `is_open` says that a quotation in marks of this kind is open here.
    """
    before = text[max(0, at - _WINDOW) : at]
    if not before or not (before[-1].isdigit() or before[-1] in "½¼¾⅓⅔⅛⅜⅝⅞"):
        return ""
    if text[at] == '"' or text.startswith("''", at):
        return DOUBLE_PRIME if _is_double(text, at, before, is_open=is_open) else ""
    return PRIME if _is_single(text, at, before, is_open=is_open) else ""


def _is_double(text: str, at: int, before: str, *, is_open: bool) -> bool:
    if _FEET_BEFORE.search(before):
        return True
    number = _NUMBER.search(before)
    if text[at] != '"' or number is None or len(number[0]) > _LONGEST:
        return False
    if not _NO_WORD.match(text, at + 1):
        return False
    if not is_open:
        return True
    if text[at - len(number[0]) - 1 : at - len(number[0])] == '"':
        return False
    following = text.find('"', at + 1)
    return following > 0 and not text[following - 1].isspace() and _ends(text, following)


def _ends(text: str, at: int) -> bool:
    return not text[at + 1 : at + 2].isalnum()


def _is_single(text: str, at: int, before: str, *, is_open: bool) -> bool:
    if _DEGREES.search(before):
        return True
    if _NUMBER.search(before) is None:
        return False
    if _INCHES_AFTER.match(text, at + 1) or _BARE_INCHES.match(text, at + 1):
        return True
    return not is_open and _NO_WORD.match(text, at + 1) is not None
