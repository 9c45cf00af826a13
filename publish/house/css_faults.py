"""What is wrong in a style sheet, found by its words alone: its syntax, and names that CSS has not.

Whoever reads CSS passes over what it does not know (CSS Syntax Level 3, section 2.2), so that a
slip shows nowhere but in the book. Whether a value fits its property is for the engine to say
(`publish/engine/passed_over.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from itertools import islice
from pathlib import Path

import tomli
from msgspec import Struct
from msgspec.structs import replace

from publish.house.css_leaks import unclosed_brace
from publish.model.lazy_pattern import lazy_pattern

MOST = 50
"""Faults of a sheet that are told; whoever has more mends these first."""

_ELSEWHERE = lazy_pattern(r"-|adobe-|amzn-|oeb-")
"""Beginnings of names that are one reading system's, or the author's own."""

_WITH_RULES = frozenset("media supports layer container scope starting-style".split())
"""At-rules that hold rules; others hold declarations, and some of these at-rules again."""

_OF_SELECTORS = frozenset("is where not has matches".split())
"""Pseudo-classes that hold selectors (Selectors 4, clauses 4.2 to 4.5)."""

_NOT_READ = frozenset("keyframes font-feature-values property".split())
"""At-rules whose inside has a grammar of its own."""


class CssFault(Struct, frozen=True):
    """A place of a sheet that means nothing, counted from 1, and the repair."""

    line: int
    column: int
    message: str
    hint: str
    is_syntax: bool = False
    """Whether no reader of CSS can make out what is written; EPUBCheck refuses that."""


@cache
def _names() -> dict[str, tuple[str, ...]]:
    table = tomli.loads(Path(__file__).with_name("css_names.toml").read_text("utf-8"))
    return {kind: tuple(words.split()) for kind, words in table.items()}


def is_property(name: str) -> bool:
    """Return whether CSS has a property of that name, whoever knows it."""
    return name.lower() in _names()["properties"]


def find_faults(sheet: str) -> list[CssFault]:
    """List the first faults of a sheet in its order."""
    import tinycss2

    brace = unclosed_brace(sheet)
    found = [_unclosed(sheet, brace)] if brace is not None else []
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    found += islice(_of_rules(rules, is_whole=brace is None), MOST)
    found = [_at_words(sheet, fault) if fault.is_syntax else fault for fault in found]
    return sorted(found, key=lambda fault: (fault.line, fault.column))


def _at_words(sheet: str, fault: CssFault) -> CssFault:
    """Move a fault that is told where a parser gave up to the words that it could not read."""
    lines = sheet.split("\n")
    end = sum(len(line) + 1 for line in lines[: fault.line - 1]) + fault.column - 1
    before = re.split(r"[;{}]|\*/", sheet[:end])[-1]
    words = before.strip()
    if not words:
        return fault
    start = end - len(before.lstrip())
    line, column = sheet.count("\n", 0, start) + 1, start - sheet.rfind("\n", 0, start)
    message = f"{' '.join(words.split())[:60]!r} {fault.message}"
    return replace(fault, line=line, column=column, message=message)


def rules_named(sheet: str, name: str) -> list[tuple[int, int]]:
    """Find where a sheet's outermost at-rules of that name begin, and where what follows does."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(sheet, skip_comments=False, skip_whitespace=False)
    lines = [0, *(found.end() for found in re.finditer("\n", sheet))]
    starts = [lines[rule.source_line - 1] + rule.source_column - 1 for rule in rules]
    return [
        (start, end)
        for rule, start, end in zip(rules, starts, [*starts, len(sheet)][1:], strict=True)
        if rule.type == "at-rule" and rule.lower_at_keyword == name
    ]


def _unclosed(sheet: str, at: int) -> CssFault:
    line, column = sheet.count("\n", 0, at) + 1, at - sheet.rfind("\n", 0, at)
    return CssFault(line, column, "has a { that is never closed", "write } where it ends", True)


def _of_rules(rules: Iterable[object], *, is_whole: bool = True) -> Iterator[CssFault]:
    """Find the faults of rules, or of declarations; `is_whole` unless a bracket is left open."""
    for node in rules:
        kind = getattr(node, "type", "")
        if kind == "error" and is_whole:
            yield _syntax(node)
        elif kind == "declaration":
            yield from _of_declaration(node)
        elif kind == "qualified-rule":
            yield from _of_selector(node.prelude)  # type: ignore[attr-defined]
            yield from _inside(node, is_whole=is_whole)
        elif kind == "at-rule":
            yield from _of_at_rule(node, is_whole=is_whole)


def _inside(node: object, *, is_whole: bool) -> Iterator[CssFault]:
    import tinycss2

    content = getattr(node, "content", None) or []
    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    yield from _of_rules(parts, is_whole=is_whole)


def _syntax(node: object) -> CssFault:
    line, column = _place(node)
    hint = "write NAME { property: value; }, each declaration with its colon and semicolon"
    return CssFault(line, column, "is no CSS", hint, True)


def _of_declaration(node: object) -> Iterator[CssFault]:
    name = str(getattr(node, "lower_name", ""))
    if not _ELSEWHERE.match(name) and not is_property(name):
        yield _unknown(node, "property", name, "properties")


def _of_at_rule(node: object, *, is_whole: bool) -> Iterator[CssFault]:
    import tinycss2

    name = str(getattr(node, "lower_at_keyword", ""))
    content = getattr(node, "content", None)
    if name not in _names()["at_rules"] and not name.startswith("-"):
        yield _unknown(node, "rule", f"@{name}", "at_rules", name)
    elif content is None or name in _NOT_READ or name.startswith("-"):
        return
    elif name in _WITH_RULES:
        rules = tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)
        yield from _of_rules(rules, is_whole=is_whole)
    elif name not in {"font-face", "counter-style", "color-profile", "font-palette-values"}:
        yield from _inside(node, is_whole=is_whole)


def _of_selector(tokens: Iterable[object]) -> Iterator[CssFault]:
    """Find names behind a colon that are no pseudo-class, as `:hoover`."""
    before = None
    for token in tokens:
        kind = getattr(token, "type", "")
        if kind == "function" and getattr(token, "lower_name", "") in _OF_SELECTORS:
            yield from _of_selector(getattr(token, "arguments", ()))
        name = str(getattr(token, "lower_value", "") or getattr(token, "lower_name", ""))
        is_name = kind in {"ident", "function"} and getattr(before, "value", "") == ":"
        if is_name and not name.startswith("-") and name not in _names()["pseudos"]:
            yield _unknown(token, "selector", f":{name}", "pseudos", name)
        is_bare = kind == "ident" and getattr(before, "value", "") not in {".", ":", "|"}
        if is_bare and str(getattr(token, "value", "")) in _names()["tei"]:
            yield _of_tei(token)
        before = token


def _of_tei(token: object) -> CssFault:
    name = str(getattr(token, "value", ""))
    line, column = _place(token)
    hint = "name what the EPUB's text has for it: an element of XHTML, or a class"
    return CssFault(line, column, f"the book is XHTML and has no <{name}>", hint)


def _unknown(node: object, what: str, said: str, table: str, name: str = "") -> CssFault:
    """Say that CSS has no such name, and offer the nearest."""
    near = get_close_matches(name or said, _names()[table], n=1, cutoff=0.7)
    mark = said[: -len(name)] if name else ""
    hint = f"did you mean {mark}{near[0]}?" if near else "mend its name, or take it out"
    line, column = _place(node)
    return CssFault(line, column, f"CSS has no {what} {said!r}; it has no effect", hint)


def _place(node: object) -> tuple[int, int]:
    return int(getattr(node, "source_line", 1)), int(getattr(node, "source_column", 1))
