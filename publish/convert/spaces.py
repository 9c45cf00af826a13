"""White space as TEI has it: one space between words, none at the ends of blocks and lines."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern

_SPACES = lazy_pattern(r"[ \t\n\r\f]+")
_AS_IT_STANDS = frozenset(["eg", "formula", "math", "code"])
_IN_LINE = frozenset(
    """
    hi emph foreign title ref q add del abbr seg code formula term ruby rb rt soCalled anchor pb
    index graphic date name persName choice sic corr w unclear num gap ptr role roleDesc
    """.split()
)
_LINES = frozenset(["p", "l", "speaker"])
_APART = frozenset(["note", "figure", "figDesc", "index", "term", "fw"])
"""What stands in a line and has words of its own, which are no part of the line's."""


class _Tidying:
    """Where the last words ended, so that a space there can be taken away."""

    def __init__(self) -> None:
        self.starts = True
        self.last: tuple[etree._Element, bool] | None = None

    def text(self, holder: etree._Element, *, is_tail: bool) -> None:
        text = (holder.tail if is_tail else holder.text) or ""
        if not text:
            return
        text = _SPACES.sub(" ", text)
        if self.starts:
            text = text.lstrip(" ")
        _write(holder, text, is_tail=is_tail)
        if text:
            self.starts = text.endswith(" ")
            self.last = (holder, is_tail)

    def end(self) -> None:
        """Begin a new line: take the space at the end of the last one away."""
        if self.last is not None:
            holder, is_tail = self.last
            text = (holder.tail if is_tail else holder.text) or ""
            _write(holder, text.rstrip(" "), is_tail=is_tail)
        self.starts, self.last = True, None


def _write(holder: etree._Element, text: str, *, is_tail: bool) -> None:
    if is_tail:
        holder.tail = text or None
    else:
        holder.text = text or None


def tidy_spaces(root: etree._Element) -> None:
    """Tidy the white space of all blocks in a tree."""
    tidying = _Tidying()
    _walk(root, tidying)
    tidying.end()


def _walk(element: etree._Element, tidying: _Tidying) -> None:
    tidying.text(element, is_tail=False)
    for child in element:
        name = local_name(child)
        if name in _APART:
            tidy_spaces(child)
            tidying.starts = tidying.starts and name in {"note", "index"}
        elif name in _AS_IT_STANDS:
            tidying.starts, tidying.last = False, None
        elif not name or name in _IN_LINE or (name == "stage" and local_name(element) in _LINES):
            if name:
                _walk(child, tidying)
        else:
            tidying.end()
            _walk(child, tidying)
            tidying.end()
        tidying.text(child, is_tail=True)
