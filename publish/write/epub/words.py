"""Have all words that were typeset come into the EPUB? Its documents are read back and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from publish.finding import Finding
from publish.publication import Medium, Publication
from publish.words_kept import lost_words
from publish.write.epub.content import ContentFile, H
from publish.write.lost import words_lost


def check_words(
    data: bytes, publication: Publication, files: Iterable[ContentFile]
) -> list[Finding]:
    """Compare the finished documents with the typeset parts; labels stand before their notes.

    Code: WRI-140.
    """
    before: list[str] = []
    for part in publication.parts_for(Medium.EPUB):
        for tree in part.trees():
            before += map(str, tree.itertext(etree.Element))
        before += [note.label for note in part.notes]
    words = lost_words(before, _texts(data, {file.href for file in files}))
    return [words_lost("WRI-140", "EPUB", words, publication)] if words else []


def _texts(data: bytes, hrefs: set[str]) -> Iterator[str]:
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.partition("/")[2] in hrefs:
                body = etree.fromstring(archive.read(name)).find(f"{H}body")
                assert body is not None
                yield etree.tostring(body, method="text", encoding="unicode", with_tail=False)
