"""Our own RELAX NG, for editors of XML: what may stand in what, for the elements we render.

It is looser than `tei_all`, which refuses 9 of 59 real TEI documents that render well: order and
attributes are free, and elements of other vocabularies may stand anywhere. `publish check` says
what it says, faster: libxml2's validator takes time and memory in the square of an element's
children, a test holds the two together.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import TEI
from publish.read.elements import Element, data_elements, elements, sets

RNG = "http://relaxng.org/ns/structure/1.0"
ROOTS = ("TEI", "teiCorpus", "text")


def relax_ng() -> etree._Element:
    """Make the schema: any attributes, any order, children as the table has them."""
    start = _rng("start", _rng("choice", *(_rng("ref", name=name) for name in ROOTS)))
    grammar = _rng("grammar", start, ns=TEI)
    anything = _rng("choice", _any_attribute(), _rng("text"), _any_element())
    grammar.append(_rng("define", _rng("zeroOrMore", anything), name="anything"))
    for name in sorted(data_elements()):
        inside = _rng("element", _rng("ref", name="anything"), name=name)
        grammar.append(_rng("define", inside, name=name))
    for name, members in sets().items():
        choices = _rng("choice", *(_rng("ref", name=member) for member in sorted(members)))
        grammar.append(_rng("define", choices, name=f"any.{name}"))
    for element in elements().values():
        grammar.append(_define(element))
    return grammar


def relax_ng_text() -> str:
    """Return the schema as a file."""
    schema = etree.tostring(relax_ng(), pretty_print=True, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{schema}'


def _rng(tag: str, *children: etree._Element, **attributes: str) -> etree._Element:
    spaces: dict[str, str] = {None: RNG}  # type: ignore[dict-item]  # the stubs want names
    made = etree.Element(f"{{{RNG}}}{tag}", attributes, nsmap=spaces)
    made.extend(children)
    return made


def _any_attribute() -> etree._Element:
    return _rng("attribute", _rng("anyName"))


def _any_element() -> etree._Element:
    return _rng("element", _rng("anyName"), _rng("ref", name="anything"))


def _define(element: Element) -> etree._Element:
    """Define one element; those of other namespaces stand anywhere, each has its own schema."""
    others = _rng("anyName", _rng("except", _rng("nsName", ns=TEI)))
    inside = [_rng("ref", name=name) for name in _folded(element.holds)]
    inside.append(_rng("element", others, _rng("ref", name="anything")))
    if element.text:
        inside.append(_rng("text"))
    content = _rng("zeroOrMore", _rng("choice", *inside))
    pattern = _rng("element", _rng("zeroOrMore", _any_attribute()), content, name=element.name)
    return _rng("define", pattern, name=element.name)


def _folded(names: frozenset[str]) -> list[str]:
    """Put the name of a set in the place of its members, where all of them are there."""
    whole = [name for name, members in sets().items() if members <= names]
    rest = names.difference(*(sets()[name] for name in whole))
    return [*(f"any.{name}" for name in whole), *sorted(rest)]
