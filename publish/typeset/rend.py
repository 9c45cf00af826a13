"""Read `@rend`, `@rendition` and `@style` into classes of our style sheets (TEI chapter 1.3.1.1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from publish.typeset.render import Typesetter


def looks(element: etree._Element, typesetter: Typesetter) -> list[str]:
    """List the classes that an element's own look asks for."""
    return []
