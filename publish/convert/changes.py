"""What a source marks in its text for editors to decide, before it becomes errata."""

from __future__ import annotations

from enum import StrEnum

from lxml import etree
from msgspec import Struct

from publish.model.erratum import Kind


class Changes(StrEnum):
    """What becomes of tracked changes."""

    ERRATA = "errata"
    ACCEPT = "accept"
    REJECT = "reject"


class TrackedChange(Struct):
    """One insertion or deletion; `mark` stands in the TEI where it was, or around what it holds.

    A word that OCR doubts is one as well: its `mark` is the `choice` of readings.
    """

    mark: etree._Element
    is_insertion: bool
    words: str
    by: str = ""
    date: str = ""
    kind: Kind = Kind.EDITORIAL
    source: str = "a tracked change in the source"
    note: str = ""
