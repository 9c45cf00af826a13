"""Quotations in phrases of another language: whose marks they have, and where these stand.

English text quotes French in English marks (Chicago 11.19), and they stand outside a phrase in
another language that is all quotation, where that language's direction does not turn them.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.tag import direction_of, language_tag
from publish.house.language.typography import language_at
from publish.model.document import INLINE, XML_LANG, local_name
from publish.typeset.xhtml import BLOCKS, name_of


def language_of_marks(
    element: etree._Element, block: etree._Element | None, otherwise: str, *, is_outside: bool
) -> str:
    """Return the language of the `block` of text in which a quotation stands.

    A phrase that runs the other way has its own marks, unless they stand outside it.
    """
    own, around = language_at(element.getparent(), otherwise), language_at(block, otherwise)
    return around if is_outside or direction_of(own) == direction_of(around) else own


def phrase_around(element: etree._Element, into: etree._Element) -> etree._Element | None:
    """Find what is made of a phrase in a language of its own that holds this element alone.

    `into` is what the element is being set in.
    """
    node = element
    while True:
        phrase = node.getparent()
        if phrase is None or local_name(phrase) not in INLINE or not _holds_alone(phrase, node):
            return None
        lang = phrase.get(XML_LANG)
        if lang:
            return _made_with(language_tag(lang), into)
        node = phrase


def _holds_alone(phrase: etree._Element, node: etree._Element) -> bool:
    return len(phrase) == 1 and not f"{phrase.text or ''}{node.tail or ''}".strip()


def _made_with(lang: str, into: etree._Element) -> etree._Element | None:
    made: etree._Element | None = into
    while made is not None and name_of(made) not in BLOCKS:
        if made.get(XML_LANG) == lang:
            return made
        made = made.getparent()
    return None
