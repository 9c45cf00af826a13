"""What the edition adds to the manuscript's own: the section of a part, a word of the house."""

from __future__ import annotations

from lxml import etree

from publish.house.language.words import language_of_word, word
from publish.model.document import XML_LANG
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


def say_word(made: etree._Element, name: str, language: str, *, written: str | None = None) -> None:
    """Write a word of the house, and its language where the tables have none in the one asked.

    `written` is how it stands there, where that is not the word alone.
    """
    made.text = word(name, language) if written is None else written
    spoken = language_of_word(name, language)
    if spoken.partition("-")[0] != language.partition("-")[0]:
        made.set("lang", spoken)
        made.set(XML_LANG, spoken)
