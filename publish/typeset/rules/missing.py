"""The rule for a part that is not there: an include that brings nothing (`--keep-going`)."""

from __future__ import annotations

from lxml import etree

from publish.house.language.words import language_of_word, named
from publish.typeset.render import Typesetter
from publish.typeset.rules.drama import is_in_line

_SPACES = ("http://www.w3.org/2001/XInclude", "http://www.w3.org/2003/XInclude")


def set_missing(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Say in the book's language which file is missing here."""
    language = typesetter.book.edition.book.language
    named_file = element.get("href") or element.get("xpointer") or "xi:include"
    if not is_in_line(element, typesetter):
        into = typesetter.open(into, "p", cls="gap-line")
    made = typesetter.open(into, "span", cls="missing-part")
    typesetter.set_language(made, language_of_word("missing_part", language))
    typesetter.say(made, named("missing_part", language, named_file))


RULES = {f"{{{space}}}include": set_missing for space in _SPACES}
