"""The style sheets as shipped: what they may not take from the reader (WCAG 2.2, 1.3 to 2.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.check.access.book import OPF, EpubUnderTest, H
from publish.check.access.declared import Declared
from publish.house.page.natural_size import PIXELS
from publish.model.access import Fault
from publish.model.lazy_pattern import lazy_pattern

EM = 16.0
"""CSS pixels of an em where the reader has chosen nothing."""
NARROWEST = 320.0
"""CSS pixels of the width that text has to fit into (1.4.10)."""
SMALLEST = 24.0
"""CSS pixels of the sides of a target (2.5.8)."""

_LENGTH = lazy_pattern(r"([\d.]+)(px|pt|pc|in|cm|mm|em|rem)\b")
_FIXED_TYPE = lazy_pattern(r"[\d.]+(?:px|pt|pc|mm|cm|in|q)\b", re.I)
_TWO_DIMENSIONAL = lazy_pattern(r"(?:^|[\s>+~])(?:table|td|th|col|img|svg|math|pre)\b[^\s>+~]*$")
_MOVED = {
    "order": lazy_pattern(r"-?[1-9]"),
    "flex-direction": lazy_pattern("reverse"),
    "flex-flow": lazy_pattern("reverse"),
    "grid-row": lazy_pattern("."),
    "grid-column": lazy_pattern("."),
    "grid-area": lazy_pattern("."),
    "position": lazy_pattern("fixed"),
}
_SPACINGS = frozenset(["line-height", "letter-spacing", "word-spacing"])
_APPEARING = frozenset(["display", "visibility", "content", "opacity", "position", "left", "clip"])


def pixels(value: str) -> float | None:
    """Return a length in CSS pixels; None for what is none, or goes by the screen."""
    match = _LENGTH.fullmatch(value)
    return None if match is None else float(match[1]) * PIXELS.get(match[2], EM)


def nothing_is_moved(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse what shows text in another order than the document has it (1.3.2, F1)."""
    for each in book.declared:
        if each.name in _MOVED and _MOVED[each.name].search(each.value):
            yield each.fault("text is shown out of its order")


def orientation_is_free(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse a book for upright or lying screens only (1.3.4)."""
    for value in book.metas("rendition:orientation"):
        if value != "auto":
            yield Fault(book.opf, f"the book is for {value} screens only")
    for each in book.declared:
        if "orientation" in each.media and each.name in {"display", "transform", "visibility"}:
            yield each.fault("the screen's orientation decides what is shown")


def fixed_type(book: EpubUnderTest) -> Iterator[Declared]:
    """Yield what gives type a size that the reader's own choice does not reach."""
    for each in book.declared:
        if each.name in {"font-size", "font"} and _FIXED_TYPE.search(each.value):
            yield each


def type_grows(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that type grows as the reader wishes (1.4.4)."""
    for each in fixed_type(book):
        yield each.fault("type does not grow")
    yield from _fixed_pages(book)
    for page, meta in book.elements(f"{H}meta"):
        content = (meta.get("content") or "").replace(" ", "").lower()
        if meta.get("name") == "viewport" and re.search(
            r"user-scalable=(?:no|0)|maximum-scale=1(?:\.0)?\b", content
        ):
            yield page.fault("the reader may not enlarge the page", meta)


def _fixed_pages(book: EpubUnderTest) -> Iterator[Fault]:
    is_fixed = "pre-paginated" in book.metas("rendition:layout")
    refs = book.package.iter(f"{OPF}itemref")
    if is_fixed or any("pre-paginated" in (ref.get("properties") or "") for ref in refs):
        yield Fault(book.opf, "pages are fixed (rendition:layout)")


def text_reflows(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that text fits a screen 320 CSS pixels wide (1.4.10); tables and pictures may not."""
    yield from _fixed_pages(book)
    for each in book.declared:
        width = pixels(each.value) if each.name in {"width", "min-width"} else None
        is_free = "min-width" in each.media or _TWO_DIMENSIONAL.search(each.selector)
        if width is not None and width > NARROWEST and not is_free:
            yield each.fault("text is wider than small screens")


def spacing_is_free(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that the reader may space lines, words and letters out (1.4.12, C36)."""
    for each in book.declared:
        if each.name in _SPACINGS and each.is_important:
            yield each.fault("the reader's own spacing is overruled")
        if each.name in {"height", "max-height"} and pixels(each.value) is not None:
            has_text = not _TWO_DIMENSIONAL.search(each.selector)
            if has_text and _hides(book, each):
                yield each.fault("text that is spaced out is cut off")


def _hides(book: EpubUnderTest, wanted: Declared) -> bool:
    return any(
        each.name.startswith("overflow") and "hidden" in each.value
        for each in book.declared
        if (each.path, each.selector) == (wanted.path, wanted.selector)
    )


def focus_is_seen(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse to hide where the focus is (2.4.7, F78)."""
    for each in book.declared:
        is_outline = each.name in {"outline", "outline-width", "outline-style"}
        if is_outline and each.value.split()[0] in {"none", "0", "0px"}:
            yield each.fault("the focus is not seen")


def nothing_lies_over_text(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse what stays where it is while text goes by below it (2.4.11)."""
    for each in book.declared:
        if each.name == "position" and each.value in {"fixed", "sticky", "-webkit-sticky"}:
            yield each.fault("something lies over the text")


def targets_are_not_shrunk(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse links out of the line that are smaller than 24 CSS pixels (2.5.8)."""
    for each in book.declared:
        size = pixels(each.value) if each.name in {"width", "height", "max-height"} else None
        is_link = re.search(r"(?:^|[\s>+~,])a(?![\w-])[^\s>+~]*$", each.selector)
        if is_link and size is not None and size < SMALLEST:
            yield each.fault("a link is too small to hit")


def appears_on_hover(book: EpubUnderTest) -> Iterator[Declared]:
    """Yield what a pointer or the focus makes appear (1.4.13)."""
    for each in book.declared:
        if re.search(r":hover|:focus", each.selector) and each.name in _APPEARING:
            yield each
