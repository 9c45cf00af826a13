"""The styles of a Word file, each with all that it has of those it is based on (17.7)."""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct, field

from publish.convert.word.package import w

DEEPEST = 30
"""Styles based on one another; Word allows about ten."""

_TOGGLES = ("b", "i", "caps", "smallCaps")
OFF = frozenset(["0", "false", "off", "none"])


class Properties(Struct, frozen=True):
    """What is said of a paragraph or a run; None where nothing is."""

    align: str | None = None
    indent: int | None = None
    """Of the whole paragraph from the left, in twentieths of a point."""
    level: int | None = None
    size: int | None = None
    """In half points."""
    b: bool | None = None
    i: bool | None = None
    caps: bool | None = None
    smallCaps: bool | None = None  # noqa: N815  the name of its element
    face: str | None = None
    raised: str | None = None
    """`superscript` or `subscript`."""
    language: str | None = None
    opens_page: bool | None = None

    def over(self, other: Properties) -> Properties:
        """Fill what is not said here with what another says."""
        values = {
            name: getattr(self, name) if getattr(self, name) is not None else getattr(other, name)
            for name in Properties.__struct_fields__
        }
        return Properties(**values)


def read_properties(*holders: etree._Element | None) -> Properties:
    """Read `pPr` and `rPr`."""
    values: dict[str, object] = {}
    for holder in holders:
        for each in holder if holder is not None else ():
            _read_one(each, values)
    return Properties(**values)  # type: ignore[arg-type]  # each has its own type


def _read_one(each: etree._Element, values: dict[str, object]) -> None:
    name = etree.QName(each).localname if isinstance(each.tag, str) else ""
    said = each.get(w("val"))
    if name in _TOGGLES:
        values[name] = said not in OFF
    elif name == "jc":
        values["align"] = {"end": "right", "both": "justify", "start": "left"}.get(said or "", said)
    elif name == "ind":
        left = each.get(w("left")) or each.get(w("start"))
        values["indent"] = _number(left)
    elif name == "outlineLvl":
        level = _number(said)
        values["level"] = level + 1 if level is not None and level < 9 else 0
    elif name == "sz":
        values["size"] = _number(said)
    elif name == "lang":
        values["language"] = said or None
    elif name == "rFonts":
        values["face"] = each.get(w("ascii")) or each.get(w("hAnsi"))
    elif name == "vertAlign":
        values["raised"] = said
    elif name == "pageBreakBefore":
        values["opens_page"] = said not in OFF


def _number(said: str | None) -> int | None:
    try:
        return int(float(said)) if said else None
    except (ValueError, OverflowError):
        return None


class Style(Struct):
    """One style as it is written."""

    name: str
    based_on: str
    own: Properties
    is_numbered: bool


class StyleTable(Struct):
    """All styles by id."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    """The id of the style of paragraphs that name none."""
    everywhere: Properties = field(default_factory=Properties)

    def chain(self, identifier: str) -> list[Style]:
        """List a style and those it is based on."""
        found: list[Style] = []
        while identifier in self.styles and len(found) < DEEPEST:
            found.append(self.styles[identifier])
            identifier = found[-1].based_on
        return found

    def properties(self, identifier: str) -> Properties:
        """Put together what a style says with what it has from others."""
        made = Properties()
        for style in self.chain(identifier):
            made = made.over(style.own)
        return made

    def name(self, identifier: str) -> str:
        """Return what the writer sees as the style's name."""
        return self.styles[identifier].name if identifier in self.styles else identifier


def readable(name: str) -> str:
    """Part the words of a style's name: `ChapterTitle2` is `Chapter Title 2`."""
    return re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z\d])|(?<=[A-Z])(?=[A-Z][a-z])|_", " ", name).strip()


def read_styles(root: etree._Element | None) -> StyleTable:
    """Read the styles part."""
    table = StyleTable()
    if root is None:
        return table
    defaults = root.find(w("docDefaults"))
    if defaults is not None:
        run = defaults.find(f"{w('rPrDefault')}/{w('rPr')}")
        table.everywhere = read_properties(defaults.find(f"{w('pPrDefault')}/{w('pPr')}"), run)
    for style in root.iterchildren(w("style")):
        identifier = style.get(w("styleId")) or ""
        if style.get(w("type")) == "paragraph" and style.get(w("default")) in {"1", "true"}:
            table.default = identifier
        paragraph = style.find(w("pPr"))
        table.styles[identifier] = Style(
            readable(_value(style.find(w("name"))) or identifier),
            _value(style.find(w("basedOn"))),
            read_properties(paragraph, style.find(w("rPr"))),
            paragraph is not None and paragraph.find(w("numPr")) is not None,
        )
    return table


def _value(element: etree._Element | None) -> str:
    return (element.get(w("val")) or "") if element is not None else ""
