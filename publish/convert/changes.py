"""Changes that a word processor has tracked, as they were found in the text, before errata."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lxml import etree


class Changes(StrEnum):
    """What becomes of tracked changes."""

    ERRATA = "errata"
    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(slots=True)
class TrackedChange:
    """One insertion or deletion; `mark` stands in the TEI where it was, or around what it holds."""

    mark: etree._Element
    is_insertion: bool
    words: str
    by: str = ""
    date: str = ""
