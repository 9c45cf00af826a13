"""What PDF/A is told of properties in the metadata that are not its own (19005-2, 6.6.2.3.3)."""

from __future__ import annotations

from typing import NamedTuple

TDM = "http://www.w3.org/ns/tdmrep/"


class Schema(NamedTuple):
    """A schema of properties: its name, its address, and of each property type, origin, words."""

    name: str
    address: str
    properties: dict[str, tuple[str, str, str]]


SCHEMAS = {
    "pdfuaid": Schema(
        "PDF/UA identification schema",
        "http://www.aiim.org/pdfua/ns/id/",
        {"part": ("Integer", "internal", "The part of ISO 14289 that the file keeps")},
    ),
    "tdm": Schema(
        "TDM Reservation Protocol",
        TDM,
        {
            "reservation": ("Integer", "external", "1 where text and data mining is reserved"),
            "policy": ("URI", "external", "The terms under which it may be licensed"),
        },
    ),
}
"""By the prefix that their properties have."""


def extensions_in(said: str) -> str:
    """Describe the properties that stand in a piece of metadata; empty where there are none."""
    schemas = [_schema(prefix, said) for prefix in SCHEMAS if f"<{prefix}:" in said]
    if not schemas:
        return ""
    names = {"Extension": "extension/", "Schema": "schema#", "Property": "property#"}
    declared = "".join(
        f' xmlns:pdfa{name}="http://www.aiim.org/pdfa/ns/{end}"' for name, end in names.items()
    )
    return (
        f'<rdf:Description rdf:about=""{declared}>\n<pdfaExtension:schemas><rdf:Bag>'
        f"{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n"
    )


def _schema(prefix: str, said: str) -> str:
    schema = SCHEMAS[prefix]
    listed = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{origin}</pdfaProperty:category>"
        f"<pdfaProperty:description>{words}</pdfaProperty:description></rdf:li>"
        for name, (kind, origin, words) in schema.properties.items()
        if f"<{prefix}:{name}>" in said
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{schema.name}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{schema.address}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{listed}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
