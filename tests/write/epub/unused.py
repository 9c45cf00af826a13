"""What an EPUB carries for nothing: files that no reader meets on any way through the book."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from tests.write.epub.books import OPF

POINTERS = ("href", "src", "{http://www.w3.org/1999/xlink}href")
URL = re.compile(r'url\("?([^")]+)"?\)')
FACE = re.compile(r"@font-face\s*{[^}]*}")
FAMILY = re.compile(r'font-family:\s*"([^"]+)"')
ALWAYS = {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}


def unused(data: bytes) -> set[str]:
    """List the files of an EPUB that nothing leads to, and the fonts that no rule asks for.

    A way begins in the spine, the navigation documents and the cover's picture. A font's licence
    is there for the font.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    pending, met = list(_beginnings(files)), set(ALWAYS)
    while pending:
        name = pending.pop()
        if name not in met:
            met.add(name)
            pending += _named_in(name, files[name])
    licences = {name for name in files if name.startswith("EPUB/fonts/") and name.endswith(".txt")}
    return set(files) - met - licences | _fonts_without_rule(files)


def _beginnings(files: dict[str, bytes]) -> Iterator[str]:
    package = etree.fromstring(files["EPUB/content.opf"])
    spine = {ref.get("idref") for ref in package.iter(f"{OPF}itemref")}
    for item in package.iter(f"{OPF}item"):
        begins = item.get("id") in spine or {"nav", "cover-image"} & set(
            item.get("properties", "").split()
        )
        if begins or item.get("media-type") == "application/x-dtbncx+xml":
            yield f"EPUB/{unquote(item.get('href', ''))}"


def _named_in(name: str, data: bytes) -> Iterator[str]:
    if name.endswith(".css"):
        urls = URL.findall(data.decode())
    elif name.endswith((".xhtml", ".svg", ".ncx")):
        elements = etree.fromstring(data).iter(etree.Element)
        urls = [url for e in elements for key in POINTERS if (url := e.get(key))]
    else:
        urls = []
    for url in urls:
        parts = urlsplit(url)
        if parts.path and not parts.scheme:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))


def _fonts_without_rule(files: dict[str, bytes]) -> set[str]:
    css = "\n".join(data.decode() for name, data in files.items() if name.endswith(".css"))
    asked = set(
        re.findall(r'"([^"]+)"', " ".join(re.findall(r"font-family:([^;}]*)", FACE.sub("", css))))
    )
    return {family for face in FACE.findall(css) for family in FAMILY.findall(face)} - asked
