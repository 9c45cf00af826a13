"""The container (EPUB 3.3 section 4.2): a ZIP file of the same bytes wherever it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from ebooklib import epub
from lxml import etree

from publish.model.edition import Edition

WRITTEN = (1980, 1, 1, 0, 0, 0)
"""The first date that ZIP knows; a build reads no clock."""

OPF = "{http://www.idpf.org/2007/opf}"
OPTIONS = {
    "raise_exceptions": True,
    "epub2_guide": False,
    "epub3_landmark": False,
    "epub3_pages": False,
}
STORED = (".jpg", ".jpeg", ".png", ".gif", ".webp")
"""Files that are compressed already."""


def pack(
    package: epub.EpubBook, edition: Edition, beside: Mapping[str, bytes] | None = None
) -> bytes:
    """Have ebooklib write the package's files, and pack them without clock or chance.

    Its own archive bears the time of the clock, and ZIP knows none before 1980: a machine whose
    clock has stopped stands in 1970. `beside` are files of the container that the package does not
    list, in `META-INF/`.
    """
    modified = edition.modified_at().replace(tzinfo=None)
    writer = epub.EpubWriter("", package, {**OPTIONS, "mtime": modified})
    writer.process()
    files = writer.out = _Files()
    writer._write_container()
    writer._write_opf()
    writer._write_items()
    opf = f"{package.FOLDER_NAME}/content.opf"
    files[opf] = _finish(files[opf])
    files |= beside or {}
    return zip_files(files)


class _Files(dict[str, bytes]):
    """What stands in for the archive that ebooklib writes into."""

    def writestr(self, name: str, data: str | bytes) -> None:
        """Keep a file."""
        self[name] = data if isinstance(data, bytes) else data.encode()


def _finish(opf: bytes) -> bytes:
    """Say that the package document's words are in the book's language, and make links of links.

    ebooklib leaves the language out, and writes a `link` of the metadata as a `meta`.
    """
    root = etree.fromstring(opf)
    links = [meta for meta in root.iter(f"{OPF}meta") if meta.get("rel")]
    if links:
        etree.cleanup_namespaces(root)  # so that they bear no prefix, as nothing else of OPF does
    for element in links:
        element.tag = f"{OPF}link"
    language = root.findtext(".//{http://purl.org/dc/elements/1.1/}language") or "und"
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def zip_files(files: dict[str, bytes]) -> bytes:
    """Pack files: `mimetype` first and stored, the others in the order of their names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        _write(box, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name in sorted(files):
            how = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            _write(box, name, files[name], how)
    return packed.getvalue()


def _write(box: zipfile.ZipFile, name: str, data: bytes, how: int) -> None:
    entry = zipfile.ZipInfo(name, WRITTEN)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    box.writestr(entry, data, compresslevel=6)
