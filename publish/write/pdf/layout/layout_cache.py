"""What a division's pages depend on, and the pages of an earlier run by it.

A division's layout is a function of its XHTML, the styles, the fonts and the images it shows; so
its drawn pages serve again wherever these are the same, whatever became of the rest of the book.
"""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, tostring

from publish.engine.drawn import Gathering
from publish.engine.layout_inputs import Recipe
from publish.run.cache import key_of
from publish.write.pdf.layout.book_layout import Work
from publish.write.pdf.prepare.division import Job


def key_of_layout(root: Element, recipe: Recipe, *more: str) -> str:
    """Make the key of a tree's pages: all that they depend on, and what more the caller does.

    The fonts are part of the toolchain, which is in every key; the looks name those in use.
    """
    pieces: list[bytes | str] = [*more, *recipe.looks, tostring(root, encoding="unicode")]
    for name, image in recipe.for_root(root).images.items():
        pieces += [name, image.data]
    return key_of(pieces)


def key_for(job: Job, work: Work) -> str:
    """Make the key of a division's pages; its names stand in what is told of it."""
    return key_of_layout(job.root, work.recipe, "division", job.name, job.title)


def recall(key: str, job: Job, work: Work) -> Gathering | None:
    """Give the pages that an earlier run laid out; its findings tell today's place."""
    gathering = work.cache.get_object(key, Gathering)
    if gathering is None:
        return None
    gathering.findings = [
        replace(finding, place=job.place) if finding.place else finding
        for finding in gathering.findings
    ]
    return gathering
