"""How a block looked in its source: what tells a heading, verse or a letter's date by the eye.

It is kept in private attributes of the TEI element until the structure is found.
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct, structs

NAMESPACE = "urn:publish:look"
_PREFIX = f"{{{NAMESPACE}}}"


class Look(Struct, frozen=True, kw_only=True):
    """What is seen of a paragraph, and what its source calls it."""

    style: str = ""
    """The name of its style or its classes, in small letters."""
    align: str = ""
    """`center`, `right` or `justify`; empty for the left."""
    indent_em: float = 0.0
    """How far the whole block stands in from the left."""
    size: float = 1.0
    """Of its type, against the text's."""
    is_bold: bool = False
    is_italic: bool = False
    has_capitals: bool = False
    """Set in capitals or small capitals, however it is typed."""
    level: int = 0
    """A heading's rank from 1; 0 for what is none."""
    opens: str = ""
    """What begins here: `page`, or `file` where the source has one for each chapter."""
    kind: str = ""
    """What the source says it is: a term such as `dedication`, `verse`, `toc`."""
    lines: int = 0
    """Empty lines before it, where the source has lines."""
    at: str = ""
    """Where it stands in the source, for a finding."""


def set_look(element: etree._Element, look: Look) -> None:
    """Note how a block looked."""
    for field in structs.fields(Look):
        value = getattr(look, field.name)
        if value != field.default:
            element.set(_PREFIX + field.name, str(value))
        elif _PREFIX + field.name in element.attrib:
            del element.attrib[_PREFIX + field.name]


def look_of(element: etree._Element) -> Look:
    """Read how a block looked."""
    values: dict[str, object] = {}
    for field in _FIELDS:
        said = element.get(_PREFIX + field.name)
        if said is not None:
            values[field.name] = said == "True" if field.type is bool else field.type(said)
    return Look(**values)  # type: ignore[arg-type]  # each has its own type


_FIELDS = structs.fields(Look)


def changed(element: etree._Element, **values: object) -> None:
    """Change something of a block's look."""
    set_look(element, structs.replace(look_of(element), **values))


def copy_look(source: etree._Element, into: etree._Element) -> None:
    """Give a block the look of another."""
    set_look(into, look_of(source))


def without_looks(root: etree._Element) -> None:
    """Take all looks out of a tree."""
    for element in root.iter(etree.Element):
        for key in [key for key in element.attrib if str(key).startswith(_PREFIX)]:
            del element.attrib[key]
    etree.cleanup_namespaces(root)
