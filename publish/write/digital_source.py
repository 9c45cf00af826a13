"""Whether a program made a picture or the text: by the edition, or by the picture's own metadata.

Authority: IPTC NewsCodes, Digital Source Type, written into XMP as `Iptc4xmpExt:DigitalSourceType`
(IPTC Photo Metadata Standard) and into a package as `schema:digitalSourceType`.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator

from publish.model.edition import Book, Edition
from publish.model.finding import Finding, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Image, Publication

MADE, CHANGED = "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"

_STATED = lazy_pattern(rf"{re.escape(IPTC)}({MADE}|{CHANGED})\b".encode())
_WORDS = {"made": MADE, "changed": CHANGED, "assisted": CHANGED}
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"


def source_of(name: str, data: bytes, edition: Edition) -> str:
    """Return IPTC's name of what a picture comes from, where a program had part in it."""
    for picture in edition.book.pictures:
        if f"/{name}".endswith(f"/{picture.file.removeprefix('./')}"):
            return _WORDS[picture.ai]
    found = _STATED.search(data)
    return found[1].decode() if found else ""


def source_of_image(image: Image, edition: Edition) -> str:
    """Return the same of a picture of the text."""
    return source_of(image.source.as_posix(), image.data, edition)


def source_of_text(book: Book) -> str:
    """Return the same of the words: what a program wrote or translated, or helped to."""
    said = {person.ai for person in book.contributors if person.role in {"aut", "cre", "trl"}}
    return next((_WORDS[word] for word in ("made", "assisted") if word in said), "")


def schema_term(source: str) -> str:
    """Return schema.org's name for a source."""
    return f"https://schema.org/{source[0].upper()}{source[1:]}DigitalSource"


def check_named_pictures(publication: Publication, edition: Edition) -> Iterator[Finding]:
    """Report pictures that the edition names and the book does not show. Code: WRI-086."""
    shown = [image.source.as_posix() for image in publication.images.values()]
    shown += [edition.cover.image] if edition.cover.image else []
    for number, picture in enumerate(edition.book.pictures):
        if not any(f"/{name}".endswith(f"/{picture.file.removeprefix('./')}") for name in shown):
            message = f"the book shows no picture {picture.file!r}"
            hint = "write its path, or its name, as the manuscript or [cover] has it"
            yield warning(
                "WRI-086", message, edition.place("book", "pictures", number, "file"), hint
            )


def programs_in(publication: Publication, edition: Edition) -> Iterable[str]:
    """Name, by MARC relator code, what programs have made besides what contributors say."""
    known = {person.role for person in edition.book.contributors if person.ai}
    images = publication.images.values()
    if "ill" not in known and any(source_of_image(image, edition) for image in images):
        yield "ill"
    if "cov" not in known and edition.cover.image and source_of(edition.cover.image, b"", edition):
        yield "cov"


def marked(data: bytes, media_type: str, source: str) -> bytes:
    """Write the source into a JPEG's or PNG's metadata; what has some of its own keeps them."""
    if not source or _XMP in data or b"XML:com.adobe.xmp" in data:
        return data
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        f' xmlns:Iptc4xmpExt="{_EXTENDED}">'
        f"<Iptc4xmpExt:DigitalSourceType>{IPTC}{source}</Iptc4xmpExt:DigitalSourceType>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
    if media_type == "image/jpeg" and data.startswith(b"\xff\xd8"):
        at = _behind_first_segments(data)
        segment = _XMP + packet
        return data[:at] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[at:]
    if media_type == "image/png" and data.startswith(b"\x89PNG"):
        at = 8 + 25  # behind the signature and IHDR, which comes first (PNG 5.6)
        text = b"iTXtXML:com.adobe.xmp\0\0\0\0\0" + packet
        length, checksum = len(text) - 4, zlib.crc32(text)
        return (
            data[:at] + struct.pack(">I", length) + text + struct.pack(">I", checksum) + data[at:]
        )
    return data


def _behind_first_segments(data: bytes) -> int:
    """Find the place behind JFIF's and Exif's segments, which are to come first."""
    at = 2
    while data[at : at + 2] == b"\xff\xe0" or data[at + 4 : at + 8] == b"Exif":
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return at
