"""The list of sigla before the text of a critical edition (conspectus siglorum), from `listWit`.

Many editions have it in the header, where no reader looks (TEI chapter 13.1.4.3); one that stands
in the text stays there.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.tag import direction_of
from publish.house.language.words import word
from publish.model.document import tei
from publish.model.edition import Edition
from publish.model.publication import Matter, Part
from publish.typeset.added import open_section
from publish.typeset.content_model import legalize
from publish.typeset.readings import words_of
from publish.typeset.render import Typesetter
from publish.typeset.state import PartInHand
from publish.typeset.xhtml import H


def sigla_parts(body: list[Part], typesetter: Typesetter, edition: Edition) -> list[Part]:
    """Make the list of a book whose entries stand at the foot; none where no header has one."""
    has_entries = any(note.passage is not None for part in body for note in part.notes)
    lists = list(_lists(typesetter.book.document.root)) if has_entries else []
    if not lists:
        return []
    language = edition.book.language
    section = open_section(typesetter.out.ids, "sigla", "sigla-list", "frontmatter")
    title = word("sigla", language)
    etree.SubElement(section, H + "h1").text = title
    typesetter.part = PartInHand("sigla", 2)
    for listed in lists:
        typesetter.one(listed, section)
    legalize(section, wrap=True)
    direction = direction_of(language)
    return [Part("sigla", title, Matter.FRONT, "frontmatter", section, language, direction)]


def _lists(root: etree._Element) -> list[etree._Element]:
    """List the outermost lists of witnesses in headers that say anything of them."""
    return [
        listed
        for header in root.iter(tei("teiHeader"))
        for listed in header.iter(tei("listWit"))
        if next(listed.iterancestors(tei("listWit")), None) is None
        and any(map(words_of, listed.iter(tei("witness"))))
    ]
