"""The schemas that libraries and agencies publish, where `.ci/test-extras` has unpacked them.

That of DataCite is 4.6 as ETH Zurich has it, which asks for a licence besides.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

FOLDER = Path(__file__).parents[3] / "build" / "schemas"
XSD = "{http://www.w3.org/2001/XMLSchema}"

JATS = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.ncbi.nlm.nih.gov/JATS1" elementFormDefault="qualified">
  <xs:element name="abstract"><xs:complexType><xs:sequence>
    <xs:element name="p" type="xs:string" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element></xs:schema>"""
"""The abstract alone: the whole of JATS takes seconds to load."""


class _Local(etree.Resolver):
    """Find what a schema includes beside it; its asserts, which XSD 1.0 has not, are left out."""

    def resolve(self, url: str, _pubid: str, context: object) -> Any:
        name = Path(url).name
        if name.startswith("JATS"):
            return self.resolve_string(JATS, context)
        path = next(iter(FOLDER.rglob(name)))
        tree = etree.parse(path)
        for unknown in list(tree.iter(f"{XSD}assert")):
            unknown.getparent().remove(unknown)
        return self.resolve_string(etree.tostring(tree), context, base_url=str(path))


def _found(name: str) -> Path:
    path = next(iter(FOLDER.rglob(name)), None)
    if path is None:
        pytest.skip(f"{name} is not here: run .ci/test-extras")
    return path


@cache
def xml_schema(name: str) -> etree.XMLSchema:
    parser = etree.XMLParser()
    parser.resolvers.add(_Local())
    return etree.XMLSchema(etree.parse(_found(name), parser))


def json_schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(_found(name).read_text("utf-8"))
    return schema


def faults(data: bytes, name: str) -> list[str]:
    """What a schema says of a document."""
    schema = xml_schema(name)
    schema.validate(etree.fromstring(data))
    return [f"{each.line}: {each.message}" for each in schema.error_log]
