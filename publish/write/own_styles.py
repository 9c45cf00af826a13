"""What the engine passes over of the book's own style sheets: no reader of CSS takes some of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from publish import engine
from publish.house.css_faults import find_faults, is_property
from publish.house.stylesheets import COMMON, OWN, read_own_stylesheets
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, notice, say_path, warning
from publish.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from publish.engine import StyleFault


_PLAIN = lazy_pattern(r"[\w-]+\s*:\s*[\w\s.,#%+-]+")
"""A declaration without functions, which screens have more of than print."""
_FOR_SCREENS = lazy_pattern(
    r"(display|position|cursor|overflow|resize|float|clear|justify-|align-|grid|flex|place-|gap|"
    r"break-|page-break-|writing-mode|text-wrap|hyphenate|image-|object-|color-scheme|pointer-|user-)"
)
"""Properties of which screens take more values than the engine."""


def report_values(edition: Edition) -> Iterator[Finding]:
    """Report plain values that their property does not have anywhere: WRI-211, at their place."""
    for path, sheet in read_own_stylesheets(edition, *COMMON, "epub", OWN):
        if "{" in sheet:
            faults = (fault for fault in engine.style_faults(sheet) if _is_wrong(fault))
            yield from (found for fault in faults if (found := _finding(fault, say_path(path))))


def _is_wrong(fault: StyleFault) -> bool:
    """Return whether a value is one that no reader of CSS takes, on paper or on a screen."""
    words = " ".join(fault.words.split()).lower()
    is_plain = _PLAIN.fullmatch(words) is not None and _FOR_SCREENS.match(words) is None
    return fault.why == "invalid value" and is_plain and is_property(words.partition(":")[0])


def report_own_styles(edition: Edition) -> Iterator[Finding]:
    """Report declarations and selectors without effect on paper: WRI-211, at their place.

    A property that CSS has and print has not is a notice, since screens may well know it. Names
    that nobody knows are told when the sheets are read.
    """
    for path, sheet in read_own_stylesheets(edition, *COMMON, "print", OWN):
        if "{" in sheet:
            told = {fault.line for fault in find_faults(sheet)}
            faults = (
                fault
                for fault in engine.style_faults(sheet)
                if fault.why == "invalid value" or fault.line not in told
            )
            yield from (found for fault in faults if (found := _finding(fault, say_path(path))))


def _finding(fault: StyleFault, file_name: str) -> Finding | None:
    place = Place(file_name, fault.line, fault.column)
    said = f"{' '.join(fault.words.split())!r} has no effect"
    if _is_wrong(fault):
        return warning("WRI-211", f"{said} ({fault.why})", place, "write a value that it has")
    said += " on paper"
    if fault.is_media_query:
        return notice("WRI-211", said, place, "none is needed where it is meant for screens")
    if fault.why == "unknown property":
        name = fault.words.partition(":")[0].strip()
        hint = f"none is needed where it is meant for screens; print knows no {name}"
        return notice("WRI-211", said, place, hint) if is_property(name) else None
    why = f" ({fault.why})" if fault.why else ""
    return warning("WRI-211", said + why, place, "mend it, or say it in another way")
