"""What writing a PDF gives: the bytes, and the record of what stands where."""

from __future__ import annotations

from msgspec import Struct, field

from publish.model.finding import Finding
from publish.model.printing import Printing


class Printed(Struct):
    """A finished PDF and its printing."""

    data: bytes
    findings: list[Finding] = field(default_factory=list)
    printing: Printing = field(default_factory=lambda: Printing(""))

    @property
    def pages(self) -> int:
        """Count the pages, blank ones included."""
        return len(self.printing.pages)

    @property
    def folios(self) -> dict[str, str]:
        """Return the folio on which each element with an id begins."""
        return self.printing.folios
