"""Words laid out once more while the book is still read, so that a process knows them.

In its first layout a process opens fonts, shapes words and looks up where they may be divided; it
remembers all of that. After an edit one chapter is to be laid out, mostly the one that was laid out
last, by a process that has nothing else to do until then: it sets that chapter's words, each once.
What comes of it is thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import islice
from xml.etree.ElementTree import Element

from msgspec import Struct

from publish.engine.drawn import FontShelf
from publish.engine.layout_inputs import LayoutInputs
from publish.engine.tree import add, length_of
from publish.house.fonts import Family
from publish.model.edition import Edition
from publish.model.publication import Matter
from publish.run.cache import Cache, key_of
from publish.run.processes import are_ready, is_ready_here, open_pool
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.prepare.division import Division

MOST_WORDS = 1000
"""A quarter of a second's work: so long the book is still read and typeset."""


class Rehearsal(Struct, frozen=True):
    """Words, and what they are laid out with."""

    words: str
    attributes: tuple[dict[str, str], dict[str, str]]
    """Of the division's `html` and `body`."""
    families: list[Family]
    stylesheets: list[str]


def keep_for_rehearsal(book: BookLayout, numbers: Iterable[int]) -> None:
    """Keep the words of the longest of some divisions for the next build of the book."""
    roots = [book.divisions[number].root for number in numbers]
    if book.cache and roots:
        root = max(roots, key=length_of)
        words = dict.fromkeys(" ".join(root.itertext()).split())
        rehearsal = Rehearsal(
            " ".join(islice(words, MOST_WORDS)),
            (dict(root.attrib), dict(root[0].attrib)),
            book.inputs.families,
            book.inputs.stylesheets,
        )
        book.cache.put_object(rehearsal_key(book.edition), rehearsal)


def rehearse(edition: Edition, cache: Cache) -> None:
    """Have one of the processes that were got ready lay out what was kept, if anything was."""
    if are_ready() and not is_ready_here() and cache.has(rehearsal_key(edition)):
        open_pool().submit(lay_out_kept, cache, rehearsal_key(edition))


def lay_out_kept(cache: Cache, key: str) -> None:
    """Lay it out, in a process of its own."""
    from publish.engine import reopen_resources
    from publish.write.pdf.layout.division import lay_out_division

    kept = cache.get_object(key, Rehearsal)
    if kept is not None:
        of_root, of_body = kept.attributes
        root = Element("html", of_root)
        add(add(root, "body"), "p", kept.words)
        root[0].attrib.update(of_body)
        division = Division("", "", Matter.BODY, root)
        inputs = LayoutInputs(kept.families, kept.stylesheets, {})
        lay_out_division(division, reopen_resources(inputs), FontShelf())


def rehearsal_key(edition: Edition) -> str:
    """Make the key of what is kept of a book; the next build puts its own in that place."""
    return key_of(("rehearsal", os.fspath(edition.folder), edition.slug))
