"""Rules for words set apart in the line (TEI chapters 3.3 and 3.6), and for those that are not.

Names, dates, measures and linguistic segments are marked up for search, not for the eye: they
are set as the words around them, unless the manuscript asks for a look.
"""

from __future__ import annotations

import unicodedata

from lxml import etree

from publish.model.document import XML_LANG, local_name
from publish.model.publication import XHTML
from publish.typeset.rend import looks
from publish.typeset.render import Typesetter
from publish.typeset.rules.prose import has_marks, open_marks, set_in_line
from publish.typeset.statements import words_in
from publish.typeset.urls import remote_url
from publish.typeset.xhtml import ending

_TAG_FOR = {
    "rend-italic": "i",
    "rend-bold": "b",
    "rend-superscript": "sup",
    "rend-subscript": "sub",
    "rend-underline": "u",
    "rend-strike": "s",
}
"""XHTML names for looks, so that a reading system without our style sheets shows them, too."""

_HEADLINES = frozenset("head titlePart docTitle titlePage byline docImprint trailer".split())

_STRESSED = "emph mentioned distinct".split()


def set_highlighted(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set `hi` as it asks; in italics where it does not say how (Chicago 7.50)."""
    classes = looks(element, typesetter.book.survey, typesetter.out)
    if "rend-quoted" in classes:
        set_in_line(element, into, typesetter)
        return
    typesetter.children(element, open_highlighted(element, into, typesetter))


def open_highlighted(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> etree._Element:
    """Append the element of words set apart, without them."""
    classes = looks(element, typesetter.book.survey, typesetter.out)
    made = typesetter.open(into, "span", element)
    tag = next((_TAG_FOR[name] for name in classes if name in _TAG_FOR), "")
    if not classes and not element.get("style"):
        tag = "i"
    if tag:
        made.tag = f"{{{XHTML}}}{tag}"
        _drop_said(made, tag)
    return made


def _drop_said(made: etree._Element, tag: str) -> None:
    """Take away the class that the element's own name says already."""
    rest = [name for name in (made.get("class") or "").split() if _TAG_FOR.get(name) != tag]
    if rest:
        made.set("class", " ".join(rest))
    elif made.get("class") is not None:
        del made.attrib["class"]


def set_stressed(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set emphasis, and words spoken of as words, in italics; a look of their own replaces them."""
    name = local_name(element)
    if name == "emph":
        made = typesetter.open(into, "em", element)
    else:
        made = typesetter.open(into, _italic_unless_styled(element), element, name)
    typesetter.children(element, made)


def set_foreign(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set foreign words in italics where their script has them (Chicago 7.53).

    Greek is upright in other texts (Hart's Rules 12.7.1).
    """
    tag = _italic_unless_styled(element) if _is_slanting(element) else "span"
    typesetter.children(element, typesetter.open(into, tag, element, "foreign"))


def _italic_unless_styled(element: etree._Element) -> str:
    look = element.get("rend") or element.get("rendition") or element.get("style")
    return "span" if look else "i"


def _is_slanting(element: etree._Element) -> bool:
    """Return whether the first letter is of a script that foreign words slant in."""
    for text in element.itertext(etree.Element):
        for letter in str(text):
            if letter.isalpha():
                name = unicodedata.name(letter, "")
                return name.startswith(("LATIN", "CYRILLIC"))
    return True


def set_title(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the title of a work: of an article or poem in quotation marks (Chicago 8.168, 14.86)."""
    parent = element.getparent()
    look = element.get("rend") or element.get("rendition") or element.get("style")
    if parent is not None and local_name(parent) in _HEADLINES:
        set_as_surroundings(element, into, typesetter)
    elif look:
        typesetter.children(element, typesetter.open(into, "span", element, "work"))
    elif element.get("level") == "a" or _is_of_article(element, parent):
        needs_marks = not has_marks(element, into)
        made = typesetter.open(into, "span", element, "work article")
        closing = open_marks(element, into, made, typesetter) if needs_marks else (made, "")
        typesetter.children(element, made)
        typesetter.say(*closing)
    elif element.get("level") in {"s", "u"}:
        typesetter.children(element, typesetter.open(into, "span", element, "work"))
    else:
        typesetter.children(element, typesetter.open(into, "cite", element, "work"))


def _is_of_article(title: etree._Element, around: etree._Element | None) -> bool:
    """Return whether a title without a level is that of an article (TEI chapter 3.12.2.1)."""
    return title.get("level") is None and around is not None and local_name(around) == "analytic"


def set_as_surroundings(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set words as those around them, but in their own language and with their own look."""
    attributes = element.attrib
    if (
        "rend" in attributes
        or "rendition" in attributes
        or "style" in attributes
        or XML_LANG in attributes
    ):
        typesetter.children(element, typesetter.open(into, "span", element))
    else:
        typesetter.children(element, into)


def set_named(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set words that a style sheet may want to find: `span`, with the element's name as class."""
    typesetter.children(element, typesetter.open(into, "span", element, local_name(element)))


def set_name_part(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a part of a name; parts that touch each other get the space that names have."""
    before = element.getprevious()
    if before is not None and not before.tail and local_name(before) in _NAME_PARTS:
        typesetter.say(into, " ")
    set_as_surroundings(element, into, typesetter)


def set_number(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a number; one that touches the name before it, or an address a word, gets a space."""
    before, around = element.getprevious(), element.getparent()
    is_of_person = around is not None and local_name(around) in _PERSONS
    is_touching = before is not None and not before.tail and is_of_person
    is_address = remote_url(words_in(element)) and ending(into)[-1:].isalnum()
    if is_touching or is_address:
        typesetter.say(into, " ")
    set_as_surroundings(element, into, typesetter)


_PERSONS = frozenset("author editor persName".split())

_NAME_PARTS = frozenset("forename surname addName genName roleName nameLink".split())

_NAMES = """
    name persName orgName rs
    settlement region country bloc district geogName geogFeat geo climate objectName eventName
    time measureGrp dateRange height width depth offset unit
    affiliation age lang language origPlace locusGrp
    s m c pc hyph syll desc email
    rhyme ditto column stamp heraldry catchwords signatures secFol
    objectType persPronouns numeric stress ellipsis path listRef
""".split()

RULES = {
    "hi": set_highlighted,
    **dict.fromkeys(_STRESSED, set_stressed),
    "foreign": set_foreign,
    "title": set_title,
    "soCalled": set_in_line,
    "idno": set_number,
    **dict.fromkeys(sorted(_NAME_PARTS), set_name_part),
    **dict.fromkeys("term gloss".split(), set_named),
    **dict.fromkeys(_NAMES, set_as_surroundings),
}
