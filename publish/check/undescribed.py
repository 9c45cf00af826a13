"""Say which pictures have no words for who cannot see them (WCAG 2.1, 1.1.1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from publish.model.finding import Finding, Place, warning
from publish.model.publication import Image

MOST_NAMED = 5
"""Pictures without words that are named; a book of plates may have hundreds."""


def check_descriptions(
    pictures: Iterable[Image], drawings: Collection[Place] = ()
) -> list[Finding]:
    """Return one warning for all pictures without alternative text. Code: WRI-071.

    `drawings` are the places of those that stand in the text itself.
    """
    listed = list(pictures)
    count = sum(len(picture.undescribed) for picture in listed) + len(drawings)
    hint = "describe them in <figDesc>: who cannot see them hears nothing in their place"
    return [undescribed(count, listed, hint, drawings)] if count else []


def undescribed(
    count: int, pictures: Iterable[Image], hint: str, drawings: Iterable[Place] = ()
) -> Finding:
    """Name the pictures without words, a handful of them, with the places that show them."""
    named_at = {
        (place, picture.source.name) for picture in pictures for place in picture.undescribed
    }
    named_at |= {(place, "a drawing") for place in drawings}
    in_order = sorted(
        named_at, key=lambda each: (each[0].file, each[0].line or 0, each[0].column or 0)
    )
    named = [f"{name} ({place})" for place, name in in_order[:MOST_NAMED]]
    if len(named_at) > MOST_NAMED:
        named.append(f"and {len(named_at) - MOST_NAMED} more")
    said = f"{count} pictures have" if count != 1 else "a picture has"
    message = f"{said} no alternative text" + (f": {', '.join(named)}" if named else "")
    return warning("WRI-071", message, in_order[0][0] if in_order else None, hint)
