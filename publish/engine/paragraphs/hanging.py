"""Small signs at the edges stand out over them, so that the edges look straight.

By how much depends on the face: on how light the sign looks, and how much white its own width has.
A sign that is not named stands at the edge.
"""

from __future__ import annotations

from publish.engine.paragraphs.words import Words

USUAL = {
    **dict.fromkeys("-\u2010\u2011", 0.6),
    **dict.fromkeys(".,", 0.6),
    **dict.fromkeys(":;", 0.4),
    **dict.fromkeys("“”„‟‘’‚‛\"'", 0.5),
    **dict.fromkeys("«»‹›", 0.4),
    **dict.fromkeys("–—―", 0.3),
}
"""The share of a sign's own width, in a face of which nothing else is said."""

FACES = {
    "EB Garamond": USUAL | dict.fromkeys("-\u2010\u2011.,", 0.7) | dict.fromkeys("“”‘’", 0.6),
}
"""The same for faces that were looked at."""


def hang_of(sign: str, words: Words) -> float:
    """Return by how much a sign stands out at the edge, in CSS pixels."""
    families = words.style["font_family"]
    share = FACES.get(families[0] if families else "", USUAL).get(sign, 0.0)
    return share * words.width(sign) if share else 0.0
