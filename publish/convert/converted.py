"""What comes of a conversion: the files of a book, and what there is to tell of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from publish.model.erratum import Erratum
from publish.model.finding import Finding


class Converted(Struct, frozen=True):
    """A manuscript and what belongs to it; nothing is written yet."""

    slug: str
    """The stem of its files."""
    tei: bytes
    edition: str
    """edition.toml; empty where no book's folder is wanted."""
    errata: tuple[Erratum, ...]
    pictures: dict[str, bytes]
    """By their names beside the manuscript."""
    scans: dict[str, Path]
    """Pictures of pages, to be copied, by their names beside the manuscript."""
    findings: Callable[[str], list[Finding]]
    """What is uncertain and what was left out, given the manuscript's name in findings."""
    is_empty: bool = False
