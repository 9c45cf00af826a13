"""The XHTML vocabulary by content model, and the few cuts and joins that mending is made of.

Authority: HTML 5 content models as EPUB 3.3 section 6.1 takes them over, in the form of the
schemas that EPUBCheck ships (`epub-xhtml-30.rnc`, `epub-xhtml-30.sch`).
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from publish.model.document import XML_LANG
from publish.model.publication import EPUB, XHTML
from publish.model.tree import take_out

H = f"{{{XHTML}}}"

BLOCKS = frozenset(
    """
    address article aside blockquote dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section table ul
    caption colgroup col thead tbody tfoot tr td th
    """.split()
)
"""Elements that no phrasing content may hold."""

INLINE = frozenset(
    """
    a abbr b bdi bdo cite code data del dfn em i ins kbd mark q rb rp rt rtc ruby s samp small
    span strong sub sup time u var
    """.split()
)

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

SHOWN = frozenset("img br wbr hr math svg audio video object".split())
"""Elements that show something without holding words."""

_SHOWN_TAGS = (
    *(H + name for name in SHOWN - {"math", "svg", "br", "wbr"}),
    "{http://www.w3.org/1998/Math/MathML}math",
    "{http://www.w3.org/2000/svg}svg",
)

_GLOBAL = frozenset(
    ["id", "class", "lang", "dir", "title", "style", "role", XML_LANG, f"{{{EPUB}}}type"]
)
"""Attributes that any element may have; others fall when an element changes its name."""


def name_of(element: etree._Element) -> str:
    """Return an XHTML element's name, or that of MathML's and SVG's; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def has_content(element: etree._Element) -> bool:
    """Return whether an element shows anything: words, a picture, a formula, a rule."""
    if any(not text.isspace() for text in element.itertext(etree.Element)):
        return True
    return next(element.iter(*_SHOWN_TAGS), None) is not None


def says_something(text: str | None) -> bool:
    """Return whether a text node holds more than white space."""
    return text is not None and text != "" and not text.isspace()


def ending(element: etree._Element) -> str:
    """Return the last text node inside an element, in whatever depth it stands."""
    node, is_tail = _last_text(element)
    return (node.tail if is_tail else node.text) or ""


def end_with(element: etree._Element, text: str) -> None:
    """Put another text in the place of the one that `ending` gives."""
    node, is_tail = _last_text(element)
    if is_tail:
        node.tail = text or None
    else:
        node.text = text or None


def append_text(into: etree._Element, text: str | None) -> None:
    """Append text inside an element, behind the last one in it."""
    if not text:
        return
    if len(into):
        into[-1].tail = (into[-1].tail or "") + text
    else:
        into.text = (into.text or "") + text


def _last_text(element: etree._Element) -> tuple[etree._Element, bool]:
    """Find the element whose tail, or else whose text, is the last; `len` would count them all."""
    node = element
    while True:
        try:
            last = node[-1]
        except IndexError:
            return node, False
        if last.tail:
            return last, True
        node = last


def make(name: str, cls: str = "") -> etree._Element:
    """Make an element that stands nowhere as yet."""
    made = etree.Element(H + name)
    if cls:
        made.set("class", cls)
    return made


def classes(element: etree._Element) -> set[str]:
    """Return the classes of an element."""
    return set((element.get("class") or "").split())


def add_class(element: etree._Element, *classes: str) -> None:
    """Add classes that the element does not have."""
    present = (element.get("class") or "").split()
    element.set("class", " ".join(dict.fromkeys([*classes, *present])))


def rename(element: etree._Element, name: str, *classes: str) -> None:
    """Turn an element into another kind, keeping what every kind may carry."""
    element.tag = H + name
    for attribute in list(element.attrib):
        if attribute not in _GLOBAL and not str(attribute).startswith(("aria-", "data-")):
            del element.attrib[attribute]
    if classes:
        add_class(element, *classes)


def split_around(
    element: etree._Element,
    is_cut: Callable[[etree._Element], bool],
    shell: Callable[[etree._Element], etree._Element],
) -> None:
    """Cut inline markup in two around each child that may not stand in it.

    What is before and after goes on in copies of the markup; the child itself stands between
    them, inside what `shell` makes of it. The first piece keeps the id.
    """
    pieces: list[etree._Element] = []
    current: etree._Element | None = None
    if says_something(element.text):
        current = _copy_of(element)
        current.text = element.text
        pieces.append(current)
    for child in list(element):
        if is_cut(child):
            tail, child.tail = child.tail, None
            pieces.append(shell(child))
            current = None
            if says_something(tail):
                current = _copy_of(element)
                current.text = tail
                pieces.append(current)
        else:
            if current is None:
                current = _copy_of(element)
                pieces.append(current)
            current.append(child)
    _put_in_place(element, pieces)


def attributes_of(element: etree._Element) -> dict[str, str]:
    """Return an element's attributes without its id, for a second piece of it."""
    return {str(name): str(value) for name, value in element.attrib.items() if name != "id"}


def _copy_of(element: etree._Element) -> etree._Element:
    return etree.Element(element.tag, attributes_of(element))


def _put_in_place(element: etree._Element, pieces: list[etree._Element]) -> None:
    identifier = element.get("id")
    for piece in pieces:
        element.addprevious(piece)
    if identifier:
        free = next((piece for piece in pieces if "id" not in piece.attrib), None)
        if free is None:
            free = make("span")
            element.addprevious(free)
        free.set("id", identifier)
    take_out(element)


def drop_keeping_anchors(element: etree._Element) -> None:
    """Take out an element that shows nothing, but leave what others may link to."""
    for inner in list(element.iter(etree.Element)):
        if inner.get("id"):
            anchor = make("span")
            for name, value in inner.attrib.items():
                if name in _GLOBAL - {"class", "style"} or str(name).startswith("aria-"):
                    anchor.set(name, value)
            element.addprevious(anchor)
    take_out(element)
