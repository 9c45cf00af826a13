"""What a style sheet declares, one declaration after another, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import tinycss2
from msgspec import Struct

from publish.model.access import Fault

_GROUPS = frozenset(["media", "supports", "layer", "container"])
"""Rules that hold other rules."""


class Declared(Struct, frozen=True):
    """One declaration, where it stands, and under which selector and media query."""

    path: str
    line: int
    selector: str
    media: str
    name: str
    value: str
    is_important: bool

    def fault(self, message: str) -> Fault:
        """Say what is wrong with it."""
        said = f"{self.selector} {{ {self.name}: {self.value} }}"
        return Fault(self.path, f"{message}: {said}", self.line)


@lru_cache(maxsize=8)
def of_sheet(path: str, sheet: str) -> tuple[Declared, ...]:
    """List what a sheet declares, but for print; the same sheets come again and again."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return tuple(_of_rules(path, rules, ""))


def _of_rules(path: str, rules: list[tinycss2.ast.Node], media: str) -> Iterator[Declared]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selector = " ".join(tinycss2.serialize(rule.prelude).split())
            yield from of_block(path, rule.content, 1, selector, media)
        elif rule.type == "at-rule" and rule.content and rule.lower_at_keyword in _GROUPS:
            query = tinycss2.serialize(rule.prelude).strip().lower()
            if query != "print":
                inside = tinycss2.parse_rule_list(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
                yield from _of_rules(path, inside, f"{media} {query}".strip())


def of_block(
    path: str, block: str | list[tinycss2.ast.Node], line: int, selector: str, media: str = ""
) -> Iterator[Declared]:
    """Yield what a block declares whose lines are counted from `line`."""
    for each in tinycss2.parse_blocks_contents(block, skip_comments=True, skip_whitespace=True):
        if each.type == "declaration":
            value = " ".join(tinycss2.serialize(each.value).split()).lower()
            at = line + each.source_line - 1
            name, is_important = each.lower_name, each.important
            yield Declared(path, at, selector, media, name, value, is_important)
