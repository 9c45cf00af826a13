"""Attributes that the internal subset gives a value to (XML 1.0 section 3.3.2), within a bound.

A document may rely on them. A few kB of declarations can put gigabytes into a tree, though: each is
added to every element of its name.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

from publish.model.document import local_name
from publish.model.finding import Place, PublishError, error
from publish.read.doctype import Doctype

LARGEST = 8 * 1024 * 1024
"""How many characters all of them may add to a file, as its entities may."""
COST = 16
"""What an attribute counts besides its characters."""


def apply_defaults(root: etree._Element, doctype: Doctype, file_name: str) -> None:
    """Add attributes where the document has none of that name.

    Raises PublishError REA-118 where they come to more than a document needs; nothing is added.
    """
    defaults = {name: _usable(given) for name, given in doctype.defaults.items()}
    if not any(defaults.values()):
        return
    _bound(root, defaults, doctype, file_name)
    for name, given in defaults.items():
        for element in root.iter(name, f"{{*}}{name}"):
            for attribute, value in given.items():
                if attribute not in element.attrib:
                    element.set(attribute, value)


def _usable(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if ":" not in name and name != "xmlns"}


def _bound(
    root: etree._Element, defaults: dict[str, dict[str, str]], doctype: Doctype, file_name: str
) -> None:
    counts = Counter(local_name(element) for element in root.iter(etree.Element))
    added = 0
    for name, given in defaults.items():
        for attribute, value in given.items():
            added += counts[name] * (len(attribute) + len(value) + COST)
            if added > LARGEST:
                message = (
                    f"default attributes are more than {LARGEST} characters in all: "
                    f"{attribute!r} for {counts[name]:,} <{name}>"
                )
                place = Place(file_name, *doctype.default_places[name, attribute])
                hint = "delete the <!ATTLIST>, or write the attributes where they are meant"
                raise PublishError(error("REA-118", message, place, hint))
