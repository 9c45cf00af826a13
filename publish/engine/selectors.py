"""Selectors that are compiled when they are needed, and asked in documents that they may match.

cssselect2 0.10 makes a Python function of each selector when a sheet is parsed, and asks each one
that no id, class or name at its end calls for of every element. Our sheets and WeasyPrint's have
selectors for all that a book may hold, a hundred for each paragraph; a chapter has few of the names
that stand in them. So each selector knows what a document must have, and of a sheet a document gets
those alone whose names it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
from cssselect2 import Matcher, compiler, parser

Needs = tuple[frozenset[str], ...]
"""Of each of these sets a document must have one name: `p`, `.class`, `#id`, `[attribute]`,
`:language`."""

MOST_KEPT = 100
"""Narrowed sheets that a process keeps of each; most chapters have the same names."""

_BY_NAME = {"id_selectors": "#", "class_selectors": ".", "lower_local_name_selectors": ""}
_OTHERS = ("lang_attr_selectors", "other_selectors")
_SUBJECTS = (parser.MatchesAnySelector, parser.SpecificityAdjustmentSelector)


class Test:
    """Tells whether an element is what a selector selects; compiled when it is first asked."""

    __slots__ = ("_made", "_source", "needs")

    def __init__(self, source: str, needs: Needs = ()) -> None:
        """Keep the source of a function, and what a document needs."""
        self._source, self.needs = source, needs
        self._made: Callable[[Any], bool] | None = None

    def __reduce__(self) -> tuple[type[Test], tuple[str, Needs]]:
        """Tell how to make it again; functions cannot be kept."""
        return Test, (self._source, self.needs)

    def compiled(self) -> Callable[[Any], bool]:
        """Return the function itself."""
        if self._made is None:
            self._made = eval(self._source, vars(compiler))
        return self._made

    def __call__(self, element: Any) -> bool:
        """Tell whether the selector matches an element of cssselect2's."""
        return self.compiled()(element)


def defer_selectors() -> None:
    """Have cssselect2 put off compiling, before WeasyPrint has its first sheet parsed."""
    vars(compiler)["eval"] = lambda source, *_: Test(source)
    cssselect2.compile_selector_list = _compile_knowing


def _compile_knowing(
    tokens: Iterable[object], namespaces: dict[str | None, str] | None = None
) -> list[compiler.CompiledSelector]:
    """Do as cssselect2 does, and note what each selector needs."""
    made = []
    for parsed in parser.parse(tokens, namespaces):
        selector = compiler.CompiledSelector(parsed)
        selector.test.needs = tuple(_needs(parsed.parsed_tree))
        made.append(selector)
    return made


def _needs(selector: Any) -> Iterator[frozenset[str]]:
    """Yield what a document must have where a selector matches: of each set one."""
    if isinstance(selector, parser.CombinedSelector):
        yield from _needs(selector.left)
        yield from _needs(selector.right)
    elif isinstance(selector, parser.CompoundSelector):
        for simple in selector.simple_selectors:
            yield from _needs(simple)
    elif isinstance(selector, _SUBJECTS):
        ways = [next(_needs(one.parsed_tree), None) for one in selector.selector_list]
        if ways and all(way is not None for way in ways):
            yield frozenset().union(*(way for way in ways if way is not None))
    elif name := _name(selector):
        yield frozenset((name,))


def _name(simple: Any) -> str:
    """Return the name that a simple selector needs, if it does."""
    match simple:
        case parser.LocalNameSelector():
            return str(simple.lower_local_name)
        case parser.ClassSelector():
            return f".{simple.class_name}"
        case parser.IDSelector():
            return f"#{simple.ident}"
        case parser.AttributeSelector(namespace=""):
            return f"[{simple.lower_name}]"
        case parser.FunctionalPseudoClassSelector(name="lang", arguments=[only]):
            return f":{only.value.lower().partition('-')[0]}"
        case _:
            return ""


def names_in(root: Element) -> frozenset[str]:
    """List the names that selectors may find in a document."""
    found: set[str] = set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        found.add(element.tag.rpartition("}")[2].lower())
        for name, value in element.attrib.items():
            lower = name.rpartition("}")[2].lower()
            found.add(f"[{lower}]")
            if lower == "class":
                found.update([f".{one}" for one in compiler.split_whitespace(value)])
            elif lower == "id":
                found.add(f"#{value}")
            elif lower == "lang":
                found.add(f":{value.lower().partition('-')[0]}")
    return frozenset(found)


def narrowed(matcher: Matcher, names: frozenset[str]) -> Matcher:
    """Return the selectors that may match in a document with these names, compiled."""
    kept = matcher.__dict__
    if "vocabulary" not in kept:
        kept["vocabulary"], kept["narrowed"] = frozenset(_vocabulary(matcher)), {}
    present, known = names & kept["vocabulary"], kept["narrowed"]
    if present not in known:
        if len(known) >= MOST_KEPT:
            known.clear()
        known[present] = _narrow(matcher, present)
    found: Matcher = known[present]
    return found


def _vocabulary(matcher: Matcher) -> Iterator[str]:
    """Yield all names that a sheet's selectors look for."""
    found = [getattr(matcher, kind) for kind in _OTHERS]
    for kind, mark in _BY_NAME.items():
        yield from (mark + name for name in getattr(matcher, kind))
        found += getattr(matcher, kind).values()
    for test, *_ in chain.from_iterable(found):
        if isinstance(test, Test):
            yield from chain.from_iterable(test.needs)


def _narrow(matcher: Matcher, names: frozenset[str]) -> Matcher:
    made = Matcher()
    made.order, made.namespace_selectors = matcher.order, matcher.namespace_selectors
    for kind, mark in _BY_NAME.items():
        for name, rules in getattr(matcher, kind).items():
            if mark + name in names and (left := list(_left(rules, names))):
                getattr(made, kind)[name] = left
    for kind in _OTHERS:
        getattr(made, kind).extend(_left(getattr(matcher, kind), names))
    return made


def _left(rules: Iterable[Any], names: frozenset[str]) -> Iterator[tuple[object, ...]]:
    for rule in rules:
        test, *rest = rule
        if not isinstance(test, Test):  # of a sheet that was parsed before selectors were deferred
            yield rule
        elif not any(map(names.isdisjoint, test.needs)):
            yield test.compiled(), *rest
