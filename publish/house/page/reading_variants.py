"""Which PDF/UA a file for readers is (ISO 14289), which PDF/A one for libraries (ISO 19005)."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from publish.house.page.press import SHIPPED, choose_variant
from publish.house.stylesheets import styles_folder
from publish.model.edition import Edition
from publish.model.purpose import Purpose

SCREEN_COLOURS = "sRGB2014.icc"
"""The ICC's profile of IEC 61966-2-1, in the house's folder of profiles."""


class ReadingVariant(Struct, frozen=True):
    """A version of PDF/UA, with or without one of PDF/A."""

    claim: str
    pdf_version: str
    accessible: int
    """The part of ISO 14289 that its tags keep: 1 of 2014, or 2 of 2024 with PDF 2.0."""
    archive: int = 0
    """The part of ISO 19005 that it keeps; 0 for none."""

    @property
    def is_new(self) -> bool:
        """Whether its tags are those of PDF 2.0."""
        return self.accessible == 2


SCREEN_VARIANTS = {
    "pdf/ua-1": ReadingVariant("PDF/UA-1", "1.7", 1),
    "pdf/ua-2": ReadingVariant("PDF/UA-2", "2.0", 2),
}
ARCHIVE_VARIANTS = {
    "pdf/a-2u": ReadingVariant("PDF/A-2u", "1.7", 1, 2),
    "pdf/a-4": ReadingVariant("PDF/A-4", "2.0", 2, 4),
}


def reading_variant(edition: Edition, purpose: Purpose) -> ReadingVariant | None:
    """Find what a tagged PDF is to be; None where the purpose has no tags.

    Raises UsageError WRI-059.
    """
    if not purpose.is_tagged:
        return None
    is_kept = purpose is Purpose.ARCHIVE
    named = edition.print.archive_variant if is_kept else edition.print.screen_variant
    return choose_variant(named, ARCHIVE_VARIANTS if is_kept else SCREEN_VARIANTS)


def screen_profile() -> Path:
    """Return where the profile of a screen's colours lies."""
    return styles_folder() / SHIPPED / SCREEN_COLOURS
