"""What one division's repair is told, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element


@dataclass(slots=True)
class Task:
    """A division to be repaired."""

    root: Element
    is_recto: bool
    """Whether its first page is a right-hand one."""
    leading: float
    """Points from one line to the next."""
    fixed: frozenset[str] = frozenset()
    """Words of paragraphs that stay as they are."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How one paragraph is set for the pages' sake."""

    percent: float = 0.0
    """What its letters and words are spaced by."""
    carry: int = 0
    """Lines that the page leaves to the next, so that it ends one line early; 0 has it full."""


@dataclass(slots=True)
class Outcome:
    """How paragraphs are to be set, by their words; what the pages cost, and cost now."""

    settings: dict[str, Setting] = field(default_factory=dict)
    before: float = 0.0
    after: float = 0.0
