"""What print passes over of the book's own style sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from publish import engine
from publish.house.css_faults import find_faults, is_property
from publish.house.stylesheets import COMMON, OWN, read_own_stylesheets
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, notice, say_path, warning

if TYPE_CHECKING:
    from publish.engine import StyleFault


def report_own_styles(edition: Edition) -> Iterator[Finding]:
    """Report declarations and selectors without effect on paper: WRI-211, at their place.

    A property that CSS has and print has not is a notice, since screens may well know it. Names
    that nobody knows are told when the sheets are read.
    """
    for path, sheet in read_own_stylesheets(edition, *COMMON, "print", OWN):
        if "{" in sheet:
            told = {fault.line for fault in find_faults(sheet)}
            faults = (f for f in engine.style_faults(sheet) if f.line not in told)
            yield from (found for fault in faults if (found := _finding(fault, say_path(path))))


def _finding(fault: StyleFault, file_name: str) -> Finding | None:
    place = Place(file_name, fault.line, fault.column)
    said = f"{' '.join(fault.words.split())!r} has no effect on paper"
    if fault.is_media_query:
        return notice("WRI-211", said, place, "none is needed where it is meant for screens")
    if fault.why == "unknown property":
        name = fault.words.partition(":")[0].strip()
        hint = f"none is needed where it is meant for screens; print knows no {name}"
        return notice("WRI-211", said, place, hint) if is_property(name) else None
    why = f" ({fault.why})" if fault.why else ""
    return warning("WRI-211", said + why, place, "mend it, or say it in another way")
