"""Rules for code, examples and the names of markup (TEI chapter 23.1)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from lxml import etree

from publish.model.document import XML, local_name
from publish.typeset.render import Typesetter
from publish.typeset.rules.drama import is_in_line

_AT = "{urn:publish:"
"""Begins the names of attributes that are the reader's own, not the manuscript's."""


def set_code(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a piece of code in the line, or as a block where it has lines of its own."""
    if "\n" in "".join(map(str, element.itertext())).strip():
        set_example(element, into, typesetter)
    else:
        typesetter.children(element, typesetter.open(into, "code", element))


def set_example(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an example line for line (`eg`); its common indentation is the source file's."""
    block = typesetter.open(into, "pre", element, "eg")
    code = typesetter.open(block, "code")
    if len(element):
        typesetter.children(element, code)
    else:
        typesetter.say_as(element, code, _dedented(element.text or ""))


def set_xml_example(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an example of XML as its source reads (`egXML`)."""
    block = typesetter.open(into, "pre", element, "eg xml")
    code = typesetter.open(block, "code")
    typesetter.say_as(element, code, _dedented("".join(_inner_source(element))))


def set_source(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an element itself as its source reads: in a run of words, in the line."""
    source = "".join(_source(element))
    if is_in_line(element, typesetter):
        code = typesetter.open(into, "code", element)
    else:
        code = typesetter.open(typesetter.open(into, "pre", element, "eg xml"), "code")
    typesetter.say_as(element, code, _outdented(source))


def _outdented(source: str) -> str:
    """Take away the indentation that a source's lines behind the first have in common."""
    first, newline, rest = source.expandtabs(4).partition("\n")
    last = rest.rpartition("\n")[2]
    depth = len(last) - len(last.lstrip())
    lines = (line.removeprefix(" " * depth) for line in rest.split("\n"))
    return first + newline + "\n".join(lines)


def _dedented(text: str) -> str:
    lines = text.expandtabs(4).split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    return textwrap.dedent("\n".join(lines)).rstrip()


def _inner_source(element: etree._Element) -> Iterator[str]:
    """Write what is inside an element as markup, without declarations of namespaces."""
    yield _escaped(element.text or "")
    for child in element:
        yield from _source(child)
        yield _escaped(child.tail or "")


def _source(element: etree._Element) -> Iterator[str]:
    name = _name(element)
    if not name:
        yield etree.tostring(element, encoding="unicode", with_tail=False)
        return
    attributes = "".join(_attributes(element))
    if len(element) or element.text:
        yield f"<{name}{attributes}>"
        yield from _inner_source(element)
        yield f"</{name}>"
    else:
        yield f"<{name}{attributes}/>"


def _name(element: etree._Element) -> str:
    """Name an element as its source does; the prefixes of TEI and its examples are left out."""
    name = local_name(element)
    is_teis = "tei-c.org" in str(element.tag).rpartition("}")[0]
    return f"{element.prefix}:{name}" if name and element.prefix and not is_teis else name


def _attributes(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        if not str(key).startswith(_AT):
            name = str(key).replace(f"{{{XML}}}", "xml:").rpartition("}")[2]
            yield f' {name}="{_escaped(str(value)).replace(chr(34), "&quot;")}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_AROUND = {"gi": ("<", ">"), "att": ("@", ""), "val": ("“", "”"), "tag": ("<", ">")}
"""What shows of which kind a name of markup is (TEI chapter 23.1.1)."""

_TAG_FORMS = {
    "end": ("</", ">"),
    "empty": ("<", "/>"),
    "pi": ("<?", "?>"),
    "comment": ("<!--", "-->"),
    "ms": ("<![CDATA[", "]]>"),
}


def set_markup_name(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the name of an element or attribute, a value or a tag, with the signs of its kind."""
    name = local_name(element)
    opening, closing = _AROUND[name]
    if name == "tag":
        opening, closing = _TAG_FORMS.get(element.get("type") or "", (opening, closing))
    said = "".join(map(str, element.itertext())).strip()
    if said[:1] in {"<", "@", "“", '"', "'"}:
        opening, closing = "", ""
    made = typesetter.open(into, "code", element, name)
    made.text = opening or None
    typesetter.children(element, made)
    typesetter.say(made, closing)


def set_identifier(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an identifier of some formal language."""
    typesetter.children(element, typesetter.open(into, "code", element, "ident"))


def set_specifications(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set the elements that a guide to a schema lists (`specList`)."""
    typesetter.children(element, typesetter.open(into, "ul", element, "spec-list"))


def set_specification(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set one of them: its name, and the attributes that matter."""
    made = typesetter.open(into, "li", element)
    typesetter.open(made, "code", None, "gi").text = f"<{element.get('key') or '?'}>"
    for name in (element.get("atts") or "").split():
        typesetter.say(made, " ")
        typesetter.open(made, "code", None, "att").text = f"@{name}"
    typesetter.children(element, made)


RULES = {
    "code": set_code,
    "eg": set_example,
    "egXML": set_xml_example,
    **dict.fromkeys(_AROUND, set_markup_name),
    "ident": set_identifier,
    "specList": set_specifications,
    "specDesc": set_specification,
}
"""The namespace of `egXML` itself is TEI's examples', so it is found under its full name, too."""

RULES["{http://www.tei-c.org/ns/Examples}egXML"] = set_xml_example
