"""Context that runs over the ends of paragraphs and lines: what tells one refrain from another.

In an erratum an empty line stands for such an end. Two of them, or a space beside one, are one.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.model.lazy_pattern import lazy_pattern
from publish.revise.index import APART, TextIndex

END = "\n\n"
_EMPTY_LINE = lazy_pattern(r"[ \t]*\r?\n[ \t]*\r?\n\s*")
_ENDS = lazy_pattern(rf" *{APART}[ {APART}]*")
BLOCKS = (1, 2, 3, 5, 8, 13)
"""So many paragraphs or lines before and behind are tried."""
MANY = 500
"""Places of a quotation beyond which neighbours are not compared."""


def with_ends(context: str) -> str:
    """Read empty lines as the ends of blocks."""
    return _EMPTY_LINE.sub(APART, context)


def find_across(index: TextIndex, before: str, quoted: str, after: str) -> Iterator[int]:
    """Yield where a quotation stands between contexts that run over the ends of blocks."""
    near, further = before.rpartition(APART)[2], after.partition(APART)[0]
    for at in index.find(near + quoted + further):
        start = at + len(near)
        if _is_between(index.text, start, start + len(quoted), before, after):
            yield start


def _is_between(text: str, start: int, end: int, before: str, after: str) -> bool:
    lead = _ENDS.sub(APART, text[max(0, start - 2 * len(before) - 40) : start])
    trail = _ENDS.sub(APART, text[end : end + 2 * len(after) + 40])
    return lead.endswith(before) and trail.startswith(after)


def tell_apart(index: TextIndex, start: int, end: int) -> tuple[str, str] | None:
    """Find the nearest blocks between which `text[start:end]` stands once: context for an erratum.

    None where there is nothing but the same for a long way.
    """
    text, quoted = index.text, index.text[start:end]
    if len(index.find(quoted)) > MANY:
        return None
    for count in BLOCKS:
        before = _ENDS.sub(APART, text[_blocks_before(text, start, count) : start])
        after = _ENDS.sub(APART, text[end : _blocks_behind(text, end, count)])
        before, after = before.lstrip(APART), after.rstrip(APART + " ")
        for pair in ((before, ""), ("", after), (before, after)):
            if len(list(find_across(index, pair[0], quoted, pair[1]))) == 1:
                return pair[0].replace(APART, END), pair[1].replace(APART, END)
    return None


def _blocks_before(text: str, at: int, count: int) -> int:
    """Return where the text begins of so many blocks before the one that `at` is in."""
    at = text.rfind(APART, 0, at) + 1
    for _ in range(count):
        while at > 0 and text[at - 1] in {APART, " "}:
            at -= 1
        at = text.rfind(APART, 0, at) + 1
    return at


def _blocks_behind(text: str, at: int, count: int) -> int:
    at = text.find(APART, at)
    for _ in range(count):
        while 0 <= at < len(text) and text[at] in {APART, " "}:
            at += 1
        at = text.find(APART, at)
    return at if at >= 0 else len(text)
