"""What pages are to be drawn with for a file whose tags are those of PDF 2.0."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.engine.tree_names import NEW_KIND, NEW_TAGS
from publish.house.page.reading_variants import reading_variant
from publish.model.edition import Edition
from publish.model.purpose import Purpose

TITLES = frozenset(f"h{rank}" for rank in range(1, 7))


def ask_for_new_tags(roots: Iterable[Element], edition: Edition, purpose: Purpose) -> None:
    """Mark documents whose tags say where links lead; the heading of a title page is a Title."""
    variant = reading_variant(edition, purpose)
    if variant is None or not variant.is_new:
        return
    for root in roots:
        root.set(NEW_TAGS, "yes")
        section = next(root.iter("section"), None)
        if section is not None and "titlepage" in section.get("data-type", ""):
            title = next((e for e in section.iter() if e.tag in TITLES), None)
            if title is not None:
                title.set(NEW_KIND, "Title")
