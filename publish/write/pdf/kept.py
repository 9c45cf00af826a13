"""What a division's pages depend on, and the pages of an earlier run by it.

A division's layout is a function of its XHTML, the styles, the fonts and the images it shows; so
its drawn pages serve again wherever these are the same, whatever became of the rest of the book.
"""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import tostring

from publish.cache import key_of
from publish.write.pdf.drawing import Gathering
from publish.write.pdf.job import Job
from publish.write.pdf.stock import IMAGES
from publish.write.pdf.work import Work


def key_for(job: Job, work: Work) -> str:
    """Make the key of a division's pages."""
    xhtml = tostring(job.root, encoding="unicode")
    pieces: list[bytes | str] = ["division", job.name, job.title, *work.stock.recipe.looks, xhtml]
    for family in work.stock.recipe.families:
        for face in family.faces:
            facts = face.file.stat()
            pieces.append(f"{face.file.name} {facts.st_size} {facts.st_mtime_ns}")
    for name, image in work.stock.recipe.images.items():
        if any(IMAGES + name in text for text in (xhtml, *work.stock.recipe.looks)):
            pieces += [name, image.data]
    return key_of(pieces)


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
