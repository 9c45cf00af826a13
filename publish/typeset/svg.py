"""Make an SVG drawing safe for a book: no scripts, nothing fetched from elsewhere."""

from __future__ import annotations

import re

from lxml import etree

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_KNOWN = (f"{{{_SVG}}}", f"{{{_XLINK}}}", "{http://www.w3.org/XML/1998/namespace}")
_DANGEROUS = frozenset("script foreignObject iframe audio video handler listener set".split())
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#|data:)[^)]*\)|@import[^;]*;?", re.IGNORECASE)


def clean_svg(data: bytes) -> bytes | None:
    """Give the drawing without what a book may not hold; None where it is no SVG."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{{{_SVG}}}svg":
        return None
    for element in list(root.iter()):
        _clean_element(element)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _clean_element(element: etree._Element) -> None:
    tag = element.tag
    parent = element.getparent()
    is_known = isinstance(tag, str) and tag.startswith(f"{{{_SVG}}}")
    if not is_known or str(tag).rpartition("}")[2] in _DANGEROUS:
        if parent is not None:
            element.tail = None
            parent.remove(element)
        return
    for name in list(element.attrib):
        if _is_unwanted(str(name), str(element.attrib[name])):
            del element.attrib[name]
    if element.get("style"):
        element.set("style", _OUTSIDE.sub("", str(element.get("style"))))
    if str(tag).endswith("}style"):
        element.text = _OUTSIDE.sub("", element.text or "")


def _is_unwanted(name: str, value: str) -> bool:
    local = name.rpartition("}")[2]
    if name.startswith("{") and not name.startswith(_KNOWN):
        return True
    if local.lower().startswith("on"):
        return True
    return local == "href" and not value.strip().startswith(("#", "data:image/"))
