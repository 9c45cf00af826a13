"""What the package of a finished EPUB says of access, as records repeat it."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

META = "{http://www.idpf.org/2007/opf}meta"


def access_metadata_of(epub: bytes) -> list[tuple[str, str]]:
    """List the properties of schema.org that the package document names, with their values."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".opf"))
        package = etree.fromstring(archive.read(name))
    said = []
    for meta in package.iter(META):
        prefix, _, name = str(meta.get("property", "")).partition(":")
        if prefix == "schema":
            said.append((name, (meta.text or "").strip()))
    return said
