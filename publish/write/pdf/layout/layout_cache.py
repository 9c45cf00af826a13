"""What a division's pages depend on, and the pages of an earlier run by it.

A division's layout is a function of its XHTML, the styles, the fonts and the images it shows; so
its drawn pages serve again wherever these are the same, whatever became of the rest of the book.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from publish.engine.drawn import DrawnDivision
from publish.engine.layout_inputs import LayoutInputs
from publish.run.cache import key_of
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.prepare.division import Division


def key_of_layout(root: Element, inputs: LayoutInputs, *more: str) -> str:
    """Make the key of a tree's pages: all that they depend on, and what more the caller does.

    The fonts are part of the toolchain, which is in every key; the style sheets name those in use.
    """
    pieces: list[bytes | str] = [*more, key_of_styles(inputs), _written(root)]
    for name, image in inputs.for_root(root).images.items():
        pieces += [name, image.data]
    return key_of(pieces)


def key_of_styles(inputs: LayoutInputs) -> str:
    """Make the key of the style sheets that all divisions of a book have."""
    return _key_of_all(tuple(inputs.stylesheets))


@lru_cache(maxsize=8)
def _key_of_all(texts: tuple[str, ...]) -> str:
    return key_of(texts)


def key_of_tree(root: Element, others: str) -> str:
    """Make the key of what follows from a tree and from others that are a key already.

    It asks nothing of the toolchain, which is in that key; processes beside this one have not
    looked at it.
    """
    return hashlib.sha256(f"{others} {_written(root)}".encode("utf-8", "surrogatepass")).hexdigest()


def _written(root: Element) -> str:
    """Write out all that is in a tree, in half the time that XML takes."""
    return "".join(
        repr((each.tag, each.items(), each.text, each.tail, len(each))) for each in root.iter()
    )


def key_for(division: Division, book: BookLayout) -> str:
    """Make the key of a division's pages; its names stand in what is told of it."""
    return key_of_layout(division.root, book.inputs, "division", division.name, division.title)


def cached(key: str, division: Division, book: BookLayout) -> DrawnDivision | None:
    """Return the pages that an earlier run laid out; its findings tell today's place."""
    drawn_division = book.cache.get_object(key, DrawnDivision)
    if drawn_division is None:
        return None
    drawn_division.findings = [
        replace(finding, place=division.place) if finding.place else finding
        for finding in drawn_division.findings
    ]
    return drawn_division
