"""What is met in many places and told once: how often, under which names, and where first.

A book without its two hundred pictures has one fault, not two hundred; so has one whose markup
comes from another vocabulary, and what is left out is told once for each element.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree
from msgspec import Struct, field, structs

from publish.model.document import TEI
from publish.model.finding import Finding

FEW = 3
"""Names that a finding lists; the others are counted."""

TOGETHER = {
    "TYP-001": (
        "no rules for {count} elements of {kind!r}: {names}; their text is set as plain text",
        "",
    ),
    "TYP-006": (
        "{count} images are on other computers and not fetched: {names}",
        "put copies beside the manuscript and name those",
    ),
    "TYP-007": (
        "{count} images are not there: {names}",
        "put them beside the manuscript, or mend the @url",
    ),
    "TYP-008": (
        "{count} images lie outside the book's folder: {names}",
        "copy them into the folder of the manuscript",
    ),
    "TYP-051": (
        "links point at {count} things beside the text, which the book leaves out: {names}",
        "their words are set without a link; point at something that the text shows",
    ),
}
"""How findings that name different things are told together: message and hint."""


class _Row(Struct):
    """One line of the tally: the finding that began it, and all that it stands for."""

    first: Finding
    kind: str
    names: dict[str, None] = field(default_factory=dict)
    places: set[etree._Element] = field(default_factory=set)

    def finding(self) -> Finding:
        """Return the one finding for all."""
        if len(self.names) == 1:
            count = len(self.places)
            times = f" ({count} times)" if count > 1 else ""
            return structs.replace(self.first, message=self.first.message + times)
        message, hint = TOGETHER[self.first.code]
        names = ", ".join(list(self.names)[:FEW])
        rest = len(self.names) - FEW
        names += f" and {rest} more" if rest > 0 else ""
        message = message.format(count=len(self.names), names=names, kind=self.kind)
        return structs.replace(self.first, message=message, hint=hint)


class Tally(Struct):
    """The findings that wait for the end of the walk."""

    rows: dict[tuple[str, str], _Row] = field(default_factory=dict)

    def goes_on(self, code: str, kind: str, name: str, at: etree._Element) -> bool:
        """Count a place in a line that was begun before; tell whether there is one."""
        row = self.rows.get((code, kind))
        if row is None:
            return False
        row.names[name] = None
        row.places.add(at)
        return True

    def begin(self, finding: Finding, kind: str, name: str, at: etree._Element) -> None:
        """Begin a line; findings of one code and kind are told together."""
        self.rows[finding.code, kind] = _Row(finding, kind, {name: None}, {at})

    def elements_of(self, code: str) -> dict[str, int]:
        """Count the elements that a code was told of, by name; another vocabulary's as `{...}x`."""
        at = [each for (told, _), row in self.rows.items() if told == code for each in row.places]
        counts = Counter(str(each.tag).removeprefix(f"{{{TEI}}}") for each in at)
        return dict(sorted(counts.items()))

    def findings(self) -> list[Finding]:
        """Return one finding for each line, at the place that was met first, in their order."""
        return sorted((row.finding() for row in self.rows.values()), key=_where)


def _where(finding: Finding) -> tuple[str, int, int]:
    place = finding.place
    return (place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)
