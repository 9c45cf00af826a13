"""Parsed style sheets -> one of all their rules, in which each element is looked up once.

WeasyPrint 70 asks every sheet for the rules of every element. Of sheets of one origin the later
rule wins among those of one specificity, be they in one sheet or several (CSS Cascade 4 clause
6.1).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence

import weasyprint
from cssselect2 import Matcher

_Rule = tuple[object, object, int, object, object]
"""A selector's test, its specificity, the order in which it was added, and what belongs to it."""

_BY_NAME = (
    "id_selectors",
    "class_selectors",
    "lower_local_name_selectors",
    "namespace_selectors",
)
_OTHERS = ("lang_attr_selectors", "other_selectors")


def joined(sheets: Sequence[weasyprint.CSS]) -> list[weasyprint.CSS]:
    """Join sheets; those with layers, whose order each sheet knows for itself, stay as they are."""
    if not sheets or any(sheet.layers for sheet in sheets):
        return list(sheets)
    made = copy.copy(sheets[0])
    made.matcher = Matcher()
    for sheet in sheets:
        _add(made.matcher, sheet.matcher)
    made.page_rules = [rule for sheet in sheets for rule in sheet.page_rules]
    return [made]


def _add(made: Matcher, more: Matcher) -> None:
    for kind in _BY_NAME:
        known = getattr(made, kind)
        for name, rules in getattr(more, kind).items():
            known.setdefault(name, []).extend(_behind(made, rules))
    for kind in _OTHERS:
        getattr(made, kind).extend(_behind(made, getattr(more, kind)))
    made.order += more.order


def _behind(made: Matcher, rules: Iterable[_Rule]) -> Iterator[_Rule]:
    """Yield rules with their places behind all others."""
    for test, specificity, order, pseudo, payload in rules:
        yield test, specificity, made.order + order, pseudo, payload
