"""No line begins with a dash: a word joiner stands between it and what is before it.

A line may end before an em dash (UAX 14, class B2), so that `choose—”` leaves `—”` alone on a line.
A dash belongs to the word before it (Chicago 6.90); behind it a line may end. The joiner (U+2060)
is seen by nobody, and no reading system reads it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from publish.model.publication import XHTML

JOINER = "\u2060"

_DASHES = "—⸺⸻"
_BEFORE_DASH = re.compile(rf"(?<=[^\s{_DASHES}{JOINER}“„‘‚«‹(\[])(?=[{_DASHES}])")
_ALONE = frozenset(
    f"{{{XHTML}}}{name}" for name in ("code", "pre", "kbd", "samp", "script", "style")
)
_WITHIN = frozenset(
    f"{{{XHTML}}}{name}"
    for name in (
        "a abbr b bdi bdo cite del dfn em i ins mark q s small span strong sub sup u".split()
    )
)


def bind_dashes(trees: Iterable[etree._Element]) -> None:
    """Bind the dashes of all text but of programs and drawings."""
    for tree in trees:
        before = ""
        walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event in ("start", "end") and element.tag not in _WITHIN:
                before = ""
            if event == "start" and (element.tag in _ALONE or XHTML not in element.tag):
                walk.skip_subtree()
            elif event == "start":
                element.text, before = _bound(element.text, before)
            elif element is not tree:
                element.tail, before = _bound(element.tail, before)


def _bound(text: str | None, before: str) -> tuple[str | None, str]:
    """Bind the dashes of a text behind a character; return the character that it ends with, too."""
    if not text:
        return text, before
    return _BEFORE_DASH.sub(JOINER, before + text)[len(before) :], text[-1]
