"""Part what may not stand inside its like: links in links, definitions in definitions.

Authority: the `descendant-…` patterns of EPUBCheck's `epub-xhtml-30.sch`.
"""

from __future__ import annotations

from lxml import etree

from publish.typeset.xhtml import BLOCKS, H, attributes_of, name_of, rename, split_around

_WHOLE = BLOCKS | {"ruby", "rt", "rb", "rtc"}
"""Elements that are not split to let a link out."""

_NOT_INSIDE = {
    "dfn": ("dfn",),
    "address": ("address",),
    "header": ("header", "footer", "address"),
    "footer": ("header", "footer", "address"),
}


def part_nested(root: etree._Element) -> None:
    """Cut inner links out of outer ones, and make plain what else may not be nested."""
    for link in list(root.iter(H + "a")):
        outer = _ancestor(link, ("a",), root)
        if outer is not None:
            _cut_out(link, outer)
    for name, forbidden in _NOT_INSIDE.items():
        for element in list(root.iter(H + name)):
            if _ancestor(element, forbidden, root) is not None:
                rename(element, "span" if name == "dfn" else "div", name)


def _ancestor(
    element: etree._Element, names: tuple[str, ...], root: etree._Element
) -> etree._Element | None:
    for ancestor in element.iterancestors(*(H + name for name in names)):
        return ancestor if root in (ancestor, *ancestor.iterancestors()) else None
    return None


def _cut_out(inner: etree._Element, outer: etree._Element) -> None:
    """Split everything between the two links around the inner one; the outer one last."""
    child = inner
    parent = child.getparent()
    while parent is not None:
        if name_of(parent) in _WHOLE:
            rename(inner, "span")
            return
        child = _lift(child, parent)
        if parent is outer:
            return
        parent = child.getparent()


def _lift(child: etree._Element, parent: etree._Element) -> etree._Element:
    """Lift a child out of inline markup, which goes on before and behind it."""
    lifted = child
    if name_of(parent) != "a":
        lifted = etree.Element(parent.tag, attributes_of(parent))

    def shell(cut: etree._Element) -> etree._Element:
        if lifted is not cut:
            lifted.append(cut)
        return lifted

    split_around(parent, lambda e: e is child, shell)
    return lifted
