"""A part as planned, before it is rendered: what it is, what it will show, what it is named."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct, field

from publish.house.division_types import Kind
from publish.model.publication import Matter


class LooseWords(str):
    """Words that stand between divisions: the text of `source`, or the text behind it."""

    source: etree._Element
    is_tail: bool

    @classmethod
    def of(cls, source: etree._Element, *, is_tail: bool) -> LooseWords:
        """Take the words from their place in the manuscript."""
        made = cls((source.tail if is_tail else source.text) or "")
        made.source, made.is_tail = source, is_tail
        return made


class Planned(Struct, eq=False):
    """One part as planned: what it is, and the nodes that it will show."""

    owner: etree._Element | None
    """The division that it is; None for a run of several or for loose words."""
    context: etree._Element
    """The element inside which it stands, for language and place."""
    kind: Kind
    matter: Matter
    level: int
    parent: Planned | None
    """The part below which the contents list it."""
    content: list[etree._Element | LooseWords] = field(default_factory=list)
    whole: bool = False
    """Show all that is inside the owner; else, `content` only."""
    heading: str = ""
    """A heading that the text lacks and its header has."""
    is_run: bool = False
    is_virtual: bool = False
    """Only a line of the contents, without a page."""
    name: str = ""


def name_parts(parts: list[Planned]) -> None:
    """Name every part by its kind and number: the names hold as long as the structure does."""
    bases = [_base_name(part) for part in parts]
    width = {base: len(str(bases.count(base))) for base in bases}
    counts: dict[str, int] = {}
    for part, base in zip(parts, bases, strict=True):
        counts[base] = counts.get(base, 0) + 1
        if base == "chapter" or bases.count(base) > 1:
            part.name = f"{base}-{counts[base]:0{max(2, width[base])}d}"
        else:
            part.name = base


def _base_name(part: Planned) -> str:
    if part.is_virtual:
        return "group"
    if part.kind.name and part.kind.name not in {"piece", "scene"}:
        return part.kind.name.replace("_", "-")
    if part.matter is not Matter.BODY:
        return str(part.matter)
    return "text" if part.is_run else "chapter"
