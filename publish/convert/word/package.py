"""The parts of a Word file (ECMA-376 part 2), read within bounds and written back."""

from __future__ import annotations

import io
import zipfile

from lxml import etree
from msgspec import Struct, field

from publish.model.finding import Place, PublishError, error
from publish.model.lazy_pattern import lazy_pattern
from publish.run.zipped import BROKEN, BombError, check_whole, open_zip, read_member

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"

LARGEST_PART = 128 * 2**20
LARGEST_WHOLE = 1 * 2**30

TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
"""The parts whose words are the book's."""


def w(name: str) -> str:
    """Write a name of WordprocessingML in Clark notation."""
    return f"{{{W}}}{name}"


class Package(Struct):
    """The members of the archive, and the trees of those that were looked into."""

    members: dict[str, bytes]
    trees: dict[str, etree._Element] = field(default_factory=dict)

    def tree(self, name: str) -> etree._Element | None:
        """Parse a part; None where there is none, or none that can be parsed."""
        if name not in self.trees and name in self.members:
            root = parse_part(self.members[name])
            if root is not None:
                self.trees[name] = root
        return self.trees.get(name)

    def write(self) -> bytes:
        """Pack the parts again, those that were looked into as they are now."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self.members.items():
                tree = self.trees.get(name)
                archive.writestr(
                    zipfile.ZipInfo(name),
                    data if tree is None else etree.tostring(tree, encoding="UTF-8"),
                )
        return out.getvalue()


def parse_part(data: bytes) -> etree._Element | None:
    """Parse the XML of a part; entities stay as they are, and nothing else is read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def read_members(data: bytes, file_name: str) -> dict[str, bytes]:
    """Unpack a document that is an archive. Raises PublishError IMP-003 where that fails."""
    try:
        check_whole(data, LARGEST_WHOLE)
        with open_zip(data) as archive:
            return {
                each.filename: read_member(archive, each.filename, LARGEST_PART)
                for each in archive.infolist()
                if not each.is_dir()
            }
    except (BombError, *BROKEN) as problem:
        hint = "open it in the program that wrote it, and save it anew"
        message = f"{file_name} cannot be unpacked: {problem}"
        raise PublishError(error("IMP-003", message, Place(file_name), hint)) from problem


def open_package(data: bytes, file_name: str) -> Package:
    """Open a Word file. Raises PublishError IMP-003 where it is damaged, or none."""
    package = Package(read_members(data, file_name))
    if _STRICT in package.members.get("word/document.xml", b"")[:5000]:
        return package  # pandoc knows the strict form; its looks are not read
    if "[Content_Types].xml" not in package.members:
        hint = "open it in Word or LibreOffice, and save it as DOCX"
        message = f"{file_name} is no Word file"
        raise PublishError(error("IMP-003", message, Place(file_name), hint))
    return package


_SYMBOLS = lazy_pattern("[\uf000-\uf0ff]")
"""Letters of symbol faces, which pandoc writes as the signs that they show (17.3.3.30)."""


def words_of_package(package: Package) -> str:
    """Read all words that Word has for its pages, those of tracked deletions too, for the count."""
    names = (w("t"), w("delText"))
    trees = [tree for name in TEXTS if (tree := package.tree(name)) is not None]
    return "\n".join(
        _SYMBOLS.sub("", "".join(text.text or "" for text in paragraph.iter(*names)))
        for tree in trees
        for paragraph in tree.iter(w("p"))
    )
