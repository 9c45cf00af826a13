"""What an `xpointer` names in an included file.

Authority: the XPointer Framework (2003) with its schemes `element()` and `xmlns()`, and of
`xpointer()` and TEI's `xpath()` (TEI P5 chapter 17.2.4) the XPath in it.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import TEI, XML_ID
from publish.model.lazy_pattern import lazy_pattern

SCHEME = lazy_pattern(r"\s*([\w:.\-]+)\s*\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
BY_ID = lazy_pattern(r"""id\(\s*["']?([^"'()]+?)["']?\s*\)""")


def find_pointed(root: etree._Element, pointer: str) -> list[etree._Element]:
    """List the elements that a pointer names in a file's tree; none where it finds nothing.

    The first scheme that finds something decides, and one that is unknown is passed over
    (XPointer Framework 3.3).
    """
    spaces = {"tei": TEI}
    schemes = SCHEME.findall(pointer)
    if not schemes:
        return _by_id(root, pointer.strip())
    for scheme, data in schemes:
        if scheme == "xmlns":
            prefix, _, uri = data.partition("=")
            spaces[prefix.strip()] = uri.strip()
            continue
        found = _in_scheme(root, scheme, data.strip(), spaces)
        if found:
            return found
    return []


def _in_scheme(
    root: etree._Element, scheme: str, data: str, spaces: dict[str, str]
) -> list[etree._Element]:
    if scheme == "element":
        return _by_steps(root, data)
    if scheme == "id":
        return _by_id(root, data.strip("'\""))
    if scheme not in {"xpointer", "xpath", "xpath1"}:
        return []
    named = BY_ID.fullmatch(data)
    return _by_id(root, named[1]) if named else _by_path(root, data, spaces)


def _by_id(root: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in root.iter(etree.Element) if one.get(XML_ID) == name][:1]


def _by_steps(root: etree._Element, data: str) -> list[etree._Element]:
    """Follow `id/2/1` or `/1/2/1`: the child elements by their numbers (element() scheme)."""
    name, *steps = data.split("/")
    found = _by_id(root, name.strip("'\" ")) if name else [root]
    for step in steps if name else steps[1:]:
        children = [child for one in found for child in one.iterchildren(etree.Element)]
        number = int(step) if step.isdecimal() else 0
        found = children[number - 1 : number] if number else []
    return found


def _by_path(root: etree._Element, path: str, spaces: dict[str, str]) -> list[etree._Element]:
    try:
        found = root.getroottree().xpath(path, namespaces=spaces)
    except etree.XPathError:
        return []
    nodes = found if isinstance(found, list) else []
    elements = [one for one in nodes if isinstance(one, etree._Element)]
    taken = set(elements)
    return [one for one in elements if taken.isdisjoint(one.iterancestors())]
