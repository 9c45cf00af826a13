"""What the conversion has to tell: doubts with their elements, and what was left out.

An element's place in the new manuscript is known only once that is written (writing/places.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct, field

from publish.convert.tei import words_of
from publish.model.finding import Finding, Place, Severity, notice

WORDS = 8
"""Words of an element that a finding quotes."""


class Doubt(Struct, frozen=True):
    """One thing to look at in the new manuscript."""

    code: str
    severity: Severity
    message: str
    hint: str
    element: etree._Element | None


class Log(Struct):
    """Filled by every step of the road."""

    doubts: list[Doubt] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    """What means nothing in a book, or is made anew, by its kind."""
    taken: list[str] = field(default_factory=list)
    """Words that were left out on purpose, such as the source's contents."""

    def tell(
        self,
        code: str,
        message: str,
        element: etree._Element | None = None,
        hint: str = "",
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Remember what is uncertain, and where."""
        self.doubts.append(Doubt(code, severity, message, hint, element))

    def drop(self, kind: str, words: str = "") -> None:
        """Count what is left out, and keep its words for the account."""
        self.dropped[kind] += 1
        if words:
            self.taken.append(words)

    def findings(
        self, places: Mapping[etree._Element, Place], default: Place | None
    ) -> list[Finding]:
        """Make findings of all, those with the first places first."""
        found = [
            Finding(
                each.code, each.severity, each.message, _place(each.element, places, default),
                each.hint,
            )
            for each in self.doubts
            if each.code != "IMP-010" or _is_there(each.element, places)
        ]  # fmt: skip
        found.sort(key=_order)
        return found + self._account(default)

    def _account(self, place: Place | None) -> list[Finding]:
        if not self.dropped:
            return []
        counted = ", ".join(f"{kind} ({n})" for kind, n in sorted(self.dropped.items()))
        hint = "look in the source where one of them meant something"
        return [notice("IMP-006", f"left out, by kind: {counted}", place, hint)]


def _order(finding: Finding) -> tuple[int, int, str]:
    place = finding.place or Place("")
    return place.line or 0, place.column or 0, finding.code


def _is_there(element: etree._Element | None, places: Mapping[etree._Element, Place]) -> bool:
    """Return whether an element is in the manuscript: a heading may have gone with contents."""
    return element is None or element in places


def _place(
    element: etree._Element | None,
    places: Mapping[etree._Element, Place],
    default: Place | None,
) -> Place | None:
    """Find the place of an element, or of what holds it."""
    while element is not None:
        if element in places:
            return places[element]
        element = element.getparent()
    return default


def quoted(element: etree._Element) -> str:
    """Quote the first words of an element."""
    words = words_of(element).split()
    return repr(" ".join(words[:WORDS]) + (" …" if len(words) > WORDS else ""))
