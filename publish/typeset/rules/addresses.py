"""Rules for addresses (TEI chapter 3.6.2): lines of their own, or words in a line."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.prose import IN_LINE
from publish.typeset.xhtml import ending

_HOLDERS = frozenset("p ab item cell note quote q signed dateline salute byline stage".split())
"""Elements of words in which an address may be all there is."""


def _goes_on(address: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether an address stands in a run of words."""
    parent = address.getparent()
    if parent is None:
        return False
    return typesetter.book.has_words(parent) or local_name(parent) in IN_LINE - _HOLDERS


def set_address(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an address as a block; one that stands in a run of words goes on in the line."""
    if _goes_on(element, typesetter):
        typesetter.children(element, typesetter.open(into, "span", element, "address"))
    else:
        typesetter.children(element, typesetter.open(into, "div", element, "address"))


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one line of an address; in a run of words, a comma parts it from the line before."""
    around = element.getparent()
    if around is None or not _goes_on(around, typesetter):
        typesetter.children(element, typesetter.open(into, "p", element, "addr-line"))
        return
    before = next((e for e in element.itersiblings(preceding=True) if local_name(e)), None)
    if before is not None and ending(into).rstrip()[-1:].isalnum():
        typesetter.trim(into)
        typesetter.say(into, ", ")
    set_as_surroundings(element, into, typesetter)


RULES = {
    "address": set_address,
    "addrLine": set_line,
    **dict.fromkeys("street postCode postBox".split(), set_as_surroundings),
}
