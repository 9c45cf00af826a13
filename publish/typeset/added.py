"""The section of a part that the edition adds to the manuscript's own."""

from __future__ import annotations

from lxml import etree

from publish.typeset.ids import IdRegistry
from publish.typeset.render import EPUB_TYPE
from publish.typeset.xhtml import make


def open_section(
    names: IdRegistry, name: str, cls: str, kind: str, role: str = ""
) -> etree._Element:
    """Make a section with an id of its own; `kind` is its `epub:type`."""
    section = make("section", cls)
    section.set("id", names.fresh(name))
    section.set(EPUB_TYPE, kind)
    if role:
        section.set("role", role)
    return section
