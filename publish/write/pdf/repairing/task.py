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


@dataclass(slots=True)
class Outcome:
    """Words of the paragraphs to be spaced and the percents; what the pages cost, and cost now."""

    percents: dict[str, float] = field(default_factory=dict)
    before: float = 0.0
    after: float = 0.0
