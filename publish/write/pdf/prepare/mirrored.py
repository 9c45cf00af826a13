"""The house's sheets turned round where text runs from right to left.

The sheets are written for left to right. In a book that has text of the other direction each
rule that names a side is read twice: as written, and mirrored for elements that run the other
way. CSS has logical properties for that (CSS Logical 1), which old readers of EPUBs do not know,
and the sheets are shared with them. What rules for `[dir="rtl"]` say to those is left out here;
`html[dir="rtl"]` says how a whole page is, and holds as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from publish.model.lazy_pattern import lazy_pattern
from publish.write.pdf.prepare.directions import RTL

_WITH_SIDE = lazy_pattern(r"(?:(?:margin|padding|border)-)?(left|right)(?:-(?:width|style|color))?")
_SIDE = lazy_pattern(r"\b(left|right)\b")
_OTHER = {"left": "right", "right": "left"}
_ALIGNED = frozenset("text-align text-align-last float clear".split())
_FOUR_SIDED = frozenset("margin padding inset border-width border-style border-color".split())

_FOR_READERS = '[dir="rtl"]'

_AS_WRITTEN = lazy_pattern(r"rend-(?:left|right)\b|\.number$|^html\[dir=")
"""Selectors of what stands at the side that is named: as an author asks, or figures in columns."""

_PSEUDO_ELEMENT = lazy_pattern(r"::|:(?=(?:before|after|first-letter|first-line)\b)")


def mirrored(sheet: str) -> str:
    """Write a sheet that holds for both directions, by the marks of `mark_directions`."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return "\n".join(_rules(rules))


def _rules(rules: list[Node]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            yield from _rule(rule)
        elif isinstance(rule, AtRule) and rule.lower_at_keyword == "media" and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, True, True)
            condition = tinycss2.serialize(rule.prelude)
            yield f"@media{condition}{{{' '.join(_rules(inner))}}}"
        else:
            yield rule.serialize()


def _is_for_readers(selector: str) -> bool:
    return _FOR_READERS in selector and not _AS_WRITTEN.search(selector)


def _rule(rule: QualifiedRule) -> Iterator[str]:
    """Yield what holds for both directions, then what holds for each."""
    selectors = [s for s in _selectors(rule.prelude) if not _is_for_readers(s)]
    content = tinycss2.parse_blocks_contents(rule.content, True, True)
    declared = [node for node in content if isinstance(node, Declaration)]
    for is_kept in (False, True):
        group = [s for s in selectors if bool(_AS_WRITTEN.search(s)) is is_kept]
        sided = [d for d in declared if _turned(d, is_kept) != _written(d)]
        common = [d for d in declared if d not in sided]
        if not group:
            continue
        yield _block(group, map(_written, common))
        if sided:
            yield _block([_where(s, f":not([{RTL}])") for s in group], map(_written, sided))
            turned = (_turned(d, is_kept) for d in sided)
            yield _block([_where(s, f"[{RTL}]") for s in group], turned)


def _block(selectors: list[str], declarations: Iterator[str]) -> str:
    return f"{', '.join(selectors)} {{ {' '.join(declarations)} }}"


def _selectors(prelude: list[Node]) -> list[str]:
    pieces: list[list[Node]] = [[]]
    for node in prelude:
        if node == ",":
            pieces.append([])
        else:
            pieces[-1].append(node)
    return [tinycss2.serialize(piece).strip() for piece in pieces]


def _where(selector: str, condition: str) -> str:
    """Add a condition that gives no weight (Selectors 4 clause 17), before a pseudo-element."""
    pseudo = _PSEUDO_ELEMENT.search(selector)
    end = pseudo.start() if pseudo else len(selector)
    return f"{selector[:end]}:where({condition}){selector[end:]}"


def _written(declaration: Declaration) -> str:
    return _said(declaration.name, tinycss2.serialize(declaration.value).strip(), declaration)


def _said(name: str, value: str, declaration: Declaration) -> str:
    return f"{name}: {value}{' !important' if declaration.important else ''};"


def _turned(declaration: Declaration, is_kept: bool) -> str:
    """Write a declaration with its sides exchanged."""
    name, value = declaration.lower_name, tinycss2.serialize(declaration.value).strip()
    if _WITH_SIDE.fullmatch(name):
        name = _SIDE.sub(lambda side: _OTHER[side[1]], name)
    elif name in _ALIGNED and not is_kept:
        value = _OTHER.get(value, value)
    elif name in _FOUR_SIDED:
        sides = [
            n.serialize() for n in declaration.value if n.type not in {"whitespace", "comment"}
        ]
        if len(sides) == 4:
            value = " ".join((sides[0], sides[3], sides[2], sides[1]))
            if sides[1] == sides[3]:
                return _written(declaration)
    return _said(name, value, declaration)
