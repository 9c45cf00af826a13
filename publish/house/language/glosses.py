"""Tell a gloss from the word that it explains (Leipzig Glossing Rules 1; TEI chapter 18.1)."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name

GLOSSED = frozenset("seg span w m phr cl gloss".split())
"""Elements that a word or a gloss of an interlinear text is written as."""

_TYPES = frozenset(
    "gloss glosses glossing gls ge translation trans transl free ft pos msd ps".split()
)


def is_gloss(element: etree._Element) -> bool:
    """Return whether an element explains the word or line beside it."""
    name = local_name(element)
    if name == "gloss":
        return True
    written = f"{element.get('type') or ''} {element.get('function') or ''}".lower()
    return name in GLOSSED and not _TYPES.isdisjoint(written.replace("-", " ").split())
