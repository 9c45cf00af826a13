"""Make an SVG drawing safe for a book: no scripts, nothing fetched from elsewhere.

What is taken out is told with its line (`Drawing.lost`). Authority: EPUB 3.3 section 3.6 (what a
book may fetch), SVG 2 chapter 2.7 (references) and chapter 19 (animation that sets attributes).
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct, field

from publish.house.css_leaks import without_leaks
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import take_out

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_KNOWN = (f"{{{_SVG}}}", f"{{{_XLINK}}}", f"{{{_XML}}}")
_DANGEROUS = frozenset("script foreignobject iframe audio video handler listener".split())
_ANIMATION = frozenset("set animate animatecolor animatemotion animatetransform discard".split())
_PICTURES = frozenset(["image", "feImage"])
_UNSET = lazy_pattern(r"(?:\w+:)?(?:href|base|src|style|class|id|on\w*)\s*", re.IGNORECASE)
"""Attributes that an animation may not set: they lead elsewhere, or run."""

_INLINE = lazy_pattern(r"\s*data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_LINK = lazy_pattern(r"\s*(?:https?://|mailto:)", re.IGNORECASE)
_NEVER = frozenset([f"{{{_XML}}}base"])
"""With a base, `#here` is a place in another file."""


MOST_DRAWN = 200_000
"""Elements that a drawing may come to with all that its `use` repeats."""
FEW_DRAWN = 100
"""What one `use` may still repeat in a drawing that comes to more."""
DEEPEST_USES = 250

LEFT_OUT = "a book runs nothing and fetches nothing; draw what is to be seen"


class Drawing(Struct):
    """A cleaned drawing, and what had to be taken out: the line, and what it was."""

    data: bytes = b""
    lost: list[tuple[int, str]] = field(default_factory=list)


def clean_svg(data: bytes) -> Drawing | None:
    """Return the drawing without what a book may not hold; None where it is no SVG."""
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
    made = Drawing()
    for element in list(root.iter()):
        _clean_element(element, made)
    _bound_uses(root, made)
    etree.cleanup_namespaces(root)
    made.data = etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
    return made


def _bound_uses(root: etree._Element, made: Drawing) -> None:
    """Take out what is drawn by `use` many times over, where ten lines would draw millions."""
    ids = {element.get("id"): element for element in root.iter(etree.Element)}
    known: dict[etree._Element, int] = {}
    if _drawn(root, ids, known, 0) <= MOST_DRAWN:
        return
    for use in list(root.iter(f"{{{_SVG}}}use")):
        if known.get(use, MOST_DRAWN) > FEW_DRAWN:
            made.lost.append((_line(use), "<use> of what draws too much"))
            take_out(use)


def _drawn(
    element: etree._Element,
    ids: dict[str | None, etree._Element],
    known: dict[etree._Element, int],
    depth: int,
) -> int:
    """Count the elements that are drawn for one; more than the most where it draws itself."""
    if element not in known:
        known[element] = MOST_DRAWN + 1
        if depth < DEEPEST_USES:
            drawn = list(element.iterchildren(etree.Element))
            if element.tag == f"{{{_SVG}}}use":
                name = element.get(f"{{{_XLINK}}}href") or element.get("href") or ""
                drawn += [ids[name[1:]]] if name[1:] in ids else []
            count = 1
            for each in drawn:
                count += _drawn(each, ids, known, depth + 1)
            known[element] = min(count, MOST_DRAWN + 1)
    return known[element]


def _clean_element(element: etree._Element, made: Drawing) -> None:
    tag = element.tag
    is_known = isinstance(tag, str) and tag.startswith(f"{{{_SVG}}}")
    name = local_name(element)
    if not is_known or name.lower() in _DANGEROUS or _sets_address(element):
        if is_known or name.lower() in _DANGEROUS:  # what editors keep for themselves is no loss
            made.lost.append((_line(element), f"<{name}>"))
        take_out(element)
        return
    for key in list(element.attrib):
        _clean_attribute(element, str(key), made)
    if name == "style":
        _clean_sheet(element, made)


def _line(element: etree._Element) -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 1


def _sets_address(element: etree._Element) -> bool:
    if local_name(element).lower() not in _ANIMATION:
        return False
    if _UNSET.fullmatch((element.get("attributeName") or "").strip()):
        return True
    values = (element.get(key) or "" for key in ("to", "from", "by", "values"))
    return any(without_leaks(value)[1] for value in values)


def _clean_attribute(element: etree._Element, name: str, made: Drawing) -> None:
    value = str(element.attrib[name])
    local = name.rpartition("}")[2]
    line = _line(element)
    if name.startswith("{") and not name.startswith(_KNOWN):
        del element.attrib[name]
    elif local.lower().startswith("on") or name in _NEVER:
        del element.attrib[name]
        made.lost.append((line, f'{local}="{value[:60]}"'))
    elif local.lower() == "href":
        is_picture = local_name(element) in _PICTURES and _INLINE.match(value)
        is_link = local_name(element) == "a" and _LINK.match(value)
        if not (value.strip().startswith("#") or is_picture or is_link):
            del element.attrib[name]
            made.lost.append((line, f'{local}="{value[:60]}"'))
    elif "(" in value or "\\" in value or "@" in value:
        kept, leaks = without_leaks(value)
        if leaks:
            element.set(name, kept)
            made.lost += [(line, leak.address[:60]) for leak in leaks]


def _clean_sheet(element: etree._Element, made: Drawing) -> None:
    """Clean a sheet; its text is that of all text nodes, whatever elements stand between."""
    sheet = "".join(map(str, element.itertext()))
    element[:] = []
    element.text, leaks = without_leaks(sheet)
    made.lost += [(_line(element), leak.address[:60]) for leak in leaks]
