"""The tag tree of a PDF (ISO 32000-1 clause 14.7), read once for all who examine it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary


@dataclass(slots=True)
class Tag:
    """One structure element: its kind, such as `/P`, and what it holds."""

    kind: str
    element: pikepdf.Object
    inside: list[str] = field(default_factory=list)
    """The kinds of the elements directly in it."""


def read_tags(root: pikepdf.Object | None) -> list[Tag]:
    """List the elements below the root of a tag tree in reading order."""
    tags: list[Tag] = []
    pending = [] if root is None else [Tag("", root)]
    while pending:
        tag = pending.pop()
        tags.append(tag)
        held = tag.element.get("/K")
        kids = list(held) if isinstance(held, Array) else [held]
        elements = [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]
        found = [Tag(str(element.S), element) for element in elements]
        tag.inside = [one.kind for one in found]
        pending += reversed(found)
    return tags[1:]
