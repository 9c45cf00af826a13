"""The content documents: each part of a publication as one XHTML file, or as several."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

from lxml import etree
from msgspec import Struct, field

from publish.model.publication import (
    EPUB,
    LONG_DESCRIPTION,
    SOURCE_READING,
    XHTML,
    Matter,
    Medium,
    Note,
    Part,
    Publication,
)
from publish.write.epub.splitting import split, uncorrected_size

H = f"{{{XHTML}}}"
EPUB_TYPE = f"{{{EPUB}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class ContentFile(Struct):
    """One content document: its name inside text/, what it shows, and its notes."""

    name: str
    title: str
    matter: Matter
    lang: str
    direction: str
    body: etree._Element
    notes: list[Note] = field(default_factory=list)

    @property
    def href(self) -> str:
        """Return its path inside the package's folder."""
        return f"text/{self.name}.xhtml"

    def trees(self) -> Iterator[etree._Element]:
        """Yield the body and the notes' bodies."""
        yield self.body
        for note in self.notes:
            yield note.body


def copied_parts(publication: Publication) -> list[Part]:
    """Copy the parts that an EPUB shows, so that the publication stays as it was.

    Beside the entry of a list stands the page that it has in print; a screen shows the one link.
    """
    parts = [copy.deepcopy(part) for part in publication.parts_for(Medium.EPUB)]
    for part in parts:
        for entry in part.body.findall(f".//{H}a[@class='entry']"):
            page, line = entry.getnext(), entry.getparent()
            if page is not None and line is not None and page.get("class") == "page-ref":
                line.remove(page)
    return parts


def content_files(
    parts: Iterable[Part], publication: Publication, max_part_kb: int
) -> list[ContentFile]:
    """Make the files of all parts; a part longer than `max_part_kb` is cut at its blocks.

    The parts' trees are taken into the files.
    """
    files: list[ContentFile] = []
    taken: set[str] = set()
    for part in parts:
        files += _files_of(part, publication, max(20, max_part_kb) * 1000, taken)
    return files


def _files_of(
    part: Part, publication: Publication, limit: int, taken: set[str]
) -> list[ContentFile]:
    weights = {note.id: uncorrected_size(note.body) for note in part.notes}
    files = [
        ContentFile(
            _free_name(part.name, number, taken),
            part.title or publication.title,
            part.matter,
            part.lang or publication.lang or "und",
            part.direction,
            piece,
        )
        for number, piece in enumerate(split(part.body, limit, weights), start=1)
    ]
    _share_notes(part.notes, files)
    for tree in (tree for file in files for tree in file.trees()):
        for correction in tree.iter(H + "span", H + "a"):
            correction.attrib.pop(SOURCE_READING, "")
        for picture in tree.iter(H + "img"):
            picture.attrib.pop(LONG_DESCRIPTION, "")
    return files


def _free_name(stem: str, number: int, taken: set[str]) -> str:
    """Name a piece of a part; case does not tell names apart (EPUB 3.3 section 4.2.2)."""
    name = stem if number == 1 else f"{stem}-{number}"
    while name.casefold() in taken:
        name += "-more"
    taken.add(name.casefold())
    return name


def _share_notes(notes: list[Note], files: list[ContentFile]) -> None:
    """Put each note into the file that refers to it first; notes to notes go with these."""
    file_of: dict[str, ContentFile] = {}
    for file in files:
        for target in targets_of(file.body):
            file_of.setdefault(target, file)
    for note in notes:
        for target in targets_of(note.body):
            file_of.setdefault(target, file_of.get(note.id, files[-1]))
    for note in notes:
        file_of.get(note.id, files[-1]).notes.append(note)


def targets_of(tree: etree._Element) -> set[str]:
    """List the ids that a tree's links lead to."""
    links = (link.get("href") or "" for link in tree.iter(H + "a"))
    return {href[1:] for href in links if href.startswith("#")}
