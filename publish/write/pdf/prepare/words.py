"""Have all words of a part come into what print lays out of it?

What print sets in its own way is left aside on both sides: page numbers for links, formulas,
the brackets of readings, the marks of notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from publish.house.words_kept import lost_words, text_of
from publish.model.finding import Finding
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Part, Publication
from publish.write.lost import words_lost

_OWN_WAY = frozenset(["rp", "math", "svg"])
_MARKS = frozenset(
    "noteref between-marks line-number part-number entry-line description-link "
    "correction-place".split()
)
"""Classes of the marks of notes, of which print makes ranges; of numbers that the margin may show;
of numbers of lines before entries; of links to long descriptions of pictures; of places of
corrections, of which a screen is told otherwise. Labels stand at the
notes, and a number in the text that is the source's own has `ab`, too."""

_BETWEEN = lazy_pattern(r"[\s,;،、–]*")
"""What stands between page numbers, which print joins anew."""


def check_division(part: Part, root: Element, publication: Publication) -> list[Finding]:
    """Compare a part, and the labels of its notes, with the tree that print lays out.

    Code: WRI-141.
    """
    labels = [note.label for note in part.notes if note.passage is None]
    whole = [text_of(tree) for tree in part.trees()]
    if not lost_words([*whole, *labels], "".join(root.itertext()), lambda: ()):
        return []
    before = [text for tree in part.trees() for text in texts_of(tree)] + labels
    words = lost_words(before, "".join(texts_of(root)), lambda: before)
    return [words_lost("WRI-141", "PDF", words, publication, part.place)] if words else []


def _is_mark(classes: list[str]) -> bool:
    return not _MARKS.isdisjoint(classes) and "ab" not in classes


def texts_of(root: Any) -> Iterator[str]:
    """Yield the texts of an XHTML tree, of lxml's elements or bare ones."""
    pending = [(root, False)]
    while pending:
        element, is_behind = pending.pop()
        classes = (element.get("class") or "").split()
        is_page = "page-ref" in classes
        if is_behind:
            if element.tail and not (is_page and _BETWEEN.fullmatch(element.tail)):
                yield str(element.tail)
            continue
        if element is not root:
            pending.append((element, True))
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if not tag or tag in _OWN_WAY or is_page or "math" in classes or _is_mark(classes):
            continue
        if element.text:
            yield str(element.text)
        pending += [(child, False) for child in reversed(element)]
