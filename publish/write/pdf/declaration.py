"""What a finished PDF claims of its accessibility: a PDF Declaration in its XMP.

Authority: PDF Declarations (PDF Association, 2019), clause 7; the claim's words are those of WCAG.
PDF/UA has a mark of its own, which `assemble/metadata.py` sets.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from io import BytesIO

import pikepdf

from publish.model.access import Claim
from publish.model.lazy_pattern import lazy_pattern

WCAG = "https://www.w3.org/TR/WCAG22/"
"""What is conformed to; how far, `dcterms:conformsTo` says in words, as in the EPUB."""

_END = b"</rdf:RDF>"
_MARK = lazy_pattern(rb"<pdfuaid:(part|rev)>\d+</pdfuaid:\1>")


def declare_conformance(data: bytes, claim: Claim) -> bytes:
    """Add a claim to the metadata of a finished PDF; all else stays as it is."""

    def add(packet: bytes) -> bytes:
        before, end, behind = packet.rpartition(_END)
        return before + _declaration(claim).encode() + end + behind

    return _with_metadata(data, add)


def withdraw_claim(data: bytes) -> bytes:
    """Take the mark of PDF/UA out of a finished PDF that its checks have found fault with."""
    return _with_metadata(data, lambda packet: _MARK.sub(b"", packet))


def _with_metadata(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        stream = pdf.Root.Metadata
        packet = bytes(stream.get_stream_buffer())
        changed = change(packet)
        if changed == packet:
            return data
        stream.write(changed)
        out = BytesIO()
        pdf.save(
            out,
            force_version=pdf.pdf_version,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


def _declaration(claim: Claim) -> str:
    said = {
        "claimBy": claim.certifier,
        "claimDate": claim.date,
        "claimCredentials": claim.credential,
        "claimReport": claim.report,
    }
    details = "".join(
        f"<pdfd:{name}>{escape(value)}</pdfd:{name}>" for name, value in said.items() if value
    )
    return (
        '<rdf:Description rdf:about="" xmlns:pdfd="http://pdfa.org/declarations/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/">\n'
        f"<dcterms:conformsTo>{escape(claim.wcag)}</dcterms:conformsTo>\n"
        '<pdfd:declarations><rdf:Bag><rdf:li rdf:parseType="Resource">'
        f"<pdfd:conformsTo>{WCAG}</pdfd:conformsTo>"
        '<pdfd:claimData><rdf:Bag><rdf:li rdf:parseType="Resource">'
        f"{details}</rdf:li></rdf:Bag></pdfd:claimData>"
        "</rdf:li></rdf:Bag></pdfd:declarations>\n</rdf:Description>\n"
    )
