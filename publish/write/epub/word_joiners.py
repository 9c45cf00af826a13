"""No line begins with a dash, or ends at a hyphen that binds: a word joiner stands there.

A line may end before an em dash (UAX 14, class B2), so that `choose—”` leaves `—”` alone on a line.
A dash belongs to the word before it (Chicago 6.90); behind it a line may end. Behind some hyphens
the language lets none end (`house/language/bound_hyphens.py`). The joiner (U+2060) is seen by
nobody, and no reading system reads it out.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.bound_hyphens import binds
from publish.house.language.typography import language_at
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import XHTML

JOINER = "\u2060"

_DASHES = "—⸺⸻"
_BEFORE_DASH = lazy_pattern(rf"(?<=[^\s{_DASHES}{JOINER}“„‘‚«‹(\[])(?=[{_DASHES}])")
_HYPHEN = lazy_pattern(r"[-‐](?=[^\W\d_])")
_AROUND = 12
"""Characters before and behind a hyphen that may say whether it binds."""
_ALONE = frozenset(
    f"{{{XHTML}}}{name}" for name in ("code", "pre", "kbd", "samp", "script", "style")
)
_WITHIN = frozenset(
    f"{{{XHTML}}}{name}"
    for name in (
        "a abbr b bdi bdo cite del dfn em i ins mark q s small span strong sub sup u".split()
    )
)


def join_words(tree: etree._Element, language: str) -> None:
    """Bind dashes and hyphens of all text but of programs and drawings.

    `language` is that of what does not say its own.
    """
    before = ""
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("start", "end") and element.tag not in _WITHIN:
            before = ""
        if event == "start" and (element.tag in _ALONE or XHTML not in element.tag):
            walk.skip_subtree()
        elif event == "start":
            element.text, before = _bound(element.text, before, element, language)
        elif element is not tree:
            around = element.getparent()
            element.tail, before = _bound(element.tail, before, around, language)


def _bound(
    text: str | None, before: str, around: etree._Element | None, language: str
) -> tuple[str | None, str]:
    """Bind what is in a text behind others; return what it ends with, too."""
    if not text:
        return text, before
    joined = before + text
    if _HYPHEN.search(joined, max(0, len(before) - 1)):
        own = language_at(around, language)
        joined = _with_hyphens_bound(joined, len(before), own)
    joined = _BEFORE_DASH.sub(JOINER, joined)
    return joined[len(before) :], joined[-_AROUND:]


def _with_hyphens_bound(text: str, start: int, language: str) -> str:
    """Bind the hyphens of a text from a place on."""
    parts, at = [], 0
    for hyphen in _HYPHEN.finditer(text, max(0, start - 1)):
        end = hyphen.end()
        around = text[max(0, end - _AROUND) : end], text[end : end + _AROUND]
        if end >= start and binds(*around, language):
            parts += [text[at:end], JOINER]
            at = end
    return "".join([*parts, text[at:]])
