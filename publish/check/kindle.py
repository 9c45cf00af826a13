"""What Send-to-Kindle refuses or spoils, told beforehand of any EPUB.

Amazon's mail says only that something is wrong. The rules are those that Amazon writes down (Kindle
Publishing Guidelines; KDP help, "Supported languages", G200673300; "Send to Kindle") and those
that users have found by trying (github.com/innocenat/kindle-epub-fix).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from publish.model.finding import Finding, Place, error, warning
from publish.model.publication import XHTML
from publish.run.zipped import BROKEN, LARGEST_PICTURE, open_zip, read_member

MOST_BYTES = 200 * 1024 * 1024
"""What Send to Kindle takes through its page and apps; by mail it is 50 MB."""

LANGUAGES = frozenset(
    """
    af ar br ca co cy da de en es eu fi fr frr fy ga gd gl gsw gu gv hi is it ja kw lb ml mr nb nl
    nn no oc pl pt rm sco stq sv ta zh
    """.split()
)
PICTURES = frozenset(["image/jpeg", "image/png", "image/gif", "image/bmp", "image/svg+xml"])
_DECLARED = re.compile(rb"^\s*<\?xml\s+version=[\"'][\d.]+[\"']\s+encoding=")
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def check_kindle(data: bytes, name: str) -> list[Finding]:
    """Check an EPUB by Amazon's rules.

    Codes: WRI-020 a language that Kindle does not know, WRI-021 too large, WRI-022 a picture that
    it does not show, WRI-023 it is encrypted, WRI-024 a file that it reads wrongly.
    """
    findings = []
    if len(data) > MOST_BYTES:
        said = f"the book has {len(data) // 1_000_000} MB; Send to Kindle takes 200"
        hint = "set epub.recompress_images = true"
        findings.append(error("WRI-021", said, Place(name), hint))
    try:
        with open_zip(data) as box:
            package = _parse(read_member(box, _package_path(box)))
            return findings + _check_box(box, package, name)
    except (*BROKEN, StopIteration, etree.XMLSyntaxError) as fault:
        said = f"this is no EPUB: {fault or 'it names no package document'}"
        return [*findings, error("WRI-024", said, Place(name), "run EPUBCheck on it")]


def _parse(data: bytes) -> etree._Element:
    """Parse a file of anybody's; nothing outside it is fetched."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _check_box(box: zipfile.ZipFile, package: etree._Element, name: str) -> list[Finding]:
    findings = [*_check_language(package, name), *_check_pictures(package, name)]
    if "META-INF/encryption.xml" in box.namelist():
        hint = "embed fonts as they are; a protected book cannot be sent"
        findings.append(error("WRI-023", "fonts or texts are encrypted", Place(name), hint))
    for path in box.namelist():
        if path.endswith((".xhtml", ".html", ".htm")):
            findings += _check_text(
                read_member(box, path, LARGEST_PICTURE), Place(f"{name}/{path}")
            )
    return findings


def _package_path(box: zipfile.ZipFile) -> str:
    container = _parse(read_member(box, "META-INF/container.xml"))
    return next(str(found.get("full-path")) for found in container.iter(_CONTAINER))


def _check_language(package: etree._Element, name: str) -> Iterator[Finding]:
    language = (package.findtext(f".//{_DC}language") or "").strip()
    if language.split("-")[0].lower() not in LANGUAGES:
        said = f"Kindle does not know the language {language!r}; it may refuse the book"
        hint = "where it does, send an edition with book.language of a related language, or a PDF"
        yield warning("WRI-020", said, Place(name), hint)


def _check_pictures(package: etree._Element, name: str) -> Iterator[Finding]:
    for item in package.iter(_OPF + "item"):
        kind = str(item.get("media-type"))
        if kind.startswith("image/") and kind not in PICTURES:
            said = f"Kindle does not show {item.get('href')} ({kind})"
            yield warning("WRI-022", said, Place(name), "make it a JPEG or PNG")


def _check_text(data: bytes, place: Place) -> Iterator[Finding]:
    if not _DECLARED.match(data):
        yield warning(
            "WRI-024",
            "without an encoding declaration Kindle reads the file as Latin-1",
            place,
            'begin it with <?xml version="1.0" encoding="UTF-8"?>',
        )
    try:
        html = _parse(data)
    except etree.XMLSyntaxError as problem:
        yield error("WRI-024", f"the file is not well-formed: {problem}", place, "run EPUBCheck")
        return
    body = html.find(f"{{{XHTML}}}body")
    if body is not None and body.get("id"):
        hint = "link to the file, or to its first section"
        yield warning("WRI-024", "links to the id of body lead nowhere on a Kindle", place, hint)
    if any(not image.get("src") for image in html.iter(f"{{{XHTML}}}img")):
        yield warning("WRI-024", "an img without src makes Kindle refuse the book", place)
