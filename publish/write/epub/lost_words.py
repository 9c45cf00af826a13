"""Have all words that were typeset come into the EPUB? Its documents are read back and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from publish.house.words_kept import lost_words, text_of
from publish.model.finding import Finding
from publish.model.publication import Medium, Publication
from publish.write.epub.content import ContentFile, H
from publish.write.epub.page_list import is_page
from publish.write.lost import words_lost


def check_words(
    data: bytes, publication: Publication, files: Iterable[ContentFile]
) -> list[Finding]:
    """Compare the finished documents with the typeset parts; labels stand before their notes.

    Code: WRI-140.
    """
    parts = list(publication.parts_for(Medium.EPUB))
    labels = [n.label for part in parts for n in part.notes if n.passage is None]

    def texts() -> Iterator[str]:
        for part in parts:
            for tree in part.trees():
                yield from map(str, tree.itertext(etree.Element))
        yield from labels

    before = [text_of(tree) for part in parts for tree in part.trees()]
    after = _texts(data, {file.href for file in files})
    links = (a for part in parts for tree in part.trees() for a in tree.iter(f"{H}a"))
    # print shows them as pages; an EPUB leaves them out, or names them anew
    pages = (text_of(link) for link in links if is_page(link))
    words = lost_words([*before, *labels], "".join(after), texts, pages)
    return [words_lost("WRI-140", "EPUB", words, publication)] if words else []


def _texts(data: bytes, hrefs: set[str]) -> Iterator[str]:
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.partition("/")[2] in hrefs:
                body = etree.fromstring(archive.read(name)).find(f"{H}body")
                assert body is not None
                yield text_of(body)
