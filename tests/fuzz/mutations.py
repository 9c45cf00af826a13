"""Changes of a seed, each a few numbers, so that Hypothesis can make a failing input smaller."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence

from hypothesis import strategies as st
from lxml import etree

Step = tuple[int, int, int, int]
"""Which change, where, with what, how much; every number means something for every seed."""

steps = st.lists(
    st.tuples(
        st.integers(0, 99), st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 99)
    ),
    min_size=1,
    max_size=5,
)

HOSTILE = (
    "",
    "#",
    "#nowhere",
    "##",
    "../secret/secret.txt",
    "../secret/secret.xml",
    "../secret/secret.css",
    "file:///etc/hostname",
    "/etc/hostname",
    "/dev/zero",
    "http://[::1",
    "//[",
    ".",
    "/",
    "gopher://a/",
    "http://127.0.0.1:9/a.png",
    "javascript:alert(1)",
    "data:image/svg+xml,<svg onload='alert(1)'/>",
    "%",
    "%00",
    "%ZZ",
    "a b",
    "1e999",
    "-1",
    "0",
    "99999999999999999999",
    "NaN",
    "true",
    "x" * 5000,
    "'" * 1000,
    "\u201c" * 300,
    "A. " * 300,
    "\u0301\u0301\u0301",
    "\u05d0\u202e\u2066\u0627",
    "\ud7ff\ufffd\U0010ffff",
    "\u00ad\u200b\u2028\t",
    "dropcap sup initial",
    "font-size:1e9pt;float:left",
    "la",
    "zxx-Zyyy-x-private",
    "ar",
    "landscape",
    "2024-02-31",
    "\x1b[31m",
)

ELEMENTS = (
    "div p head note lg l list item table row cell figure graphic figDesc quote q cit bibl ref ptr "
    "hi emph foreign choice sic corr orig reg abbr expan app lem rdg listApp sp speaker stage ab "
    "seg milestone pb lb cb gap space unclear supplied del add subst egXML formula TEI teiCorpus "
    "text front back body group floatingText teiHeader titlePage docTitle castList entry form "
    "sense def gramGrp w pc s u person place org event object standOff listPerson include fallback "
    "divGen index term gloss date num name opener closer salute signed postscript trailer epigraph "
    "argument label desc idno surface zone line facsimile notatedMusic media witness listWit join"
).split()

ATTRIBUTES = (
    "{http://www.w3.org/XML/1998/namespace}id {http://www.w3.org/XML/1998/namespace}lang "
    "{http://www.w3.org/XML/1998/namespace}base {http://www.w3.org/XML/1998/namespace}space n type "
    "subtype target targetEnd corresp prev next url href rend rendition style place unit quantity "
    "cols rows from to wit resp who ref key when spanTo reason extent facs anchored part join "
    "sameAs copyOf exclude select parse xpointer indexName level role"
).split()


def changed_text(seed: bytes, plan: Sequence[Step], others: Sequence[bytes]) -> bytes:
    """Change bytes: cut, double, repeat, replace, splice with another seed."""
    data = bytearray(seed)
    for what, where, which, size in plan:
        start = where % (len(data) + 1)
        end = min(len(data), start + size)
        words = HOSTILE[which % len(HOSTILE)].encode("utf-8", "replace")
        other = others[which % len(others)]
        match what % 7:
            case 0:
                del data[start:end]
            case 1:
                data[start:end] = words
            case 2:
                data[start:start] = data[start:end] * (1 + which % 200)
            case 3:
                data[start:end] = bytes(which >> shift & 255 for shift in range(0, size, 3))
            case 4:
                data[start:end] = other[: which % (len(other) + 1)]
            case 5:
                data[start:start] = b"\x00\xff\xfe\x80\x1a\r"[which % 6 : which % 6 + 1]
            case _:
                _change_value(data, start, words)
    return bytes(data)


def _change_value(data: bytearray, start: int, words: bytes) -> None:
    """Put words between the next two quotation marks."""
    opening = data.find(b'"', start)
    closing = data.find(b'"', opening + 1)
    if 0 <= opening < closing:
        data[opening + 1 : closing] = words


def changed_tree(seed: bytes, plan: Sequence[Step], others: Sequence[bytes]) -> bytes:
    """Change elements, attributes and text; what comes out is well-formed."""
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    try:
        root = etree.fromstring(seed, parser)
    except etree.XMLSyntaxError:
        return changed_text(seed, plan, others)
    for what, where, which, size in plan:
        elements = [e for e in root.iter() if isinstance(e.tag, str)]
        CHANGES[what % len(CHANGES)](elements[where % len(elements)], elements, which, size)
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True))


Element = etree._Element
Change = Callable[[Element, list[Element], int, int], None]


def _rename(element: Element, elements: list[Element], which: int, size: int) -> None:
    space = etree.QName(element).namespace
    name = ELEMENTS[which % len(ELEMENTS)]
    element.tag = f"{{{space}}}{name}" if space else name


def _set_attribute(element: Element, elements: list[Element], which: int, size: int) -> None:
    name = ATTRIBUTES[which % len(ATTRIBUTES)]
    element.set(name, _storable(HOSTILE[size % len(HOSTILE)]))


def _set_text(element: Element, elements: list[Element], which: int, size: int) -> None:
    element.text = _storable(HOSTILE[which % len(HOSTILE)])


def _set_tail(element: Element, elements: list[Element], which: int, size: int) -> None:
    if element.getparent() is not None:
        element.tail = _storable(HOSTILE[which % len(HOSTILE)])


def _delete(element: Element, elements: list[Element], which: int, size: int) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _repeat(element: Element, elements: list[Element], which: int, size: int) -> None:
    if element.getparent() is None or len(elements) > 2000:
        return
    for _ in range(size):
        element.addnext(_copy(element))


def _nest(element: Element, elements: list[Element], which: int, size: int) -> None:
    """Wrap the content in so many elements of one name."""
    inner = element
    for _ in range(size * (1 + which % 4)):
        inner = etree.SubElement(inner, element.tag)
        inner.text = "x"


def _move(element: Element, elements: list[Element], which: int, size: int) -> None:
    to = elements[which % len(elements)]
    if element.getparent() is None or element in to.iterancestors() or element is to:
        return
    to.insert(size % (len(to) + 1), element)


def _wrap(element: Element, elements: list[Element], which: int, size: int) -> None:
    parent = element.getparent()
    if parent is None:
        return
    around = etree.Element(element.tag)
    _rename(around, elements, which, size)
    parent.replace(element, around)
    around.tail, element.tail = element.tail, None
    around.append(element)


def _drop_attributes(element: Element, elements: list[Element], which: int, size: int) -> None:
    element.attrib.clear()


CHANGES: tuple[Change, ...] = (
    _rename,
    _set_attribute,
    _set_attribute,
    _set_text,
    _set_tail,
    _delete,
    _repeat,
    _nest,
    _move,
    _wrap,
    _drop_attributes,
)


def _copy(element: Element) -> Element:
    made = copy.deepcopy(element)
    made.tail = "\n"
    return made


def _storable(words: str) -> str:
    """Leave out what XML 1.0 has no way to write."""
    return "".join(c for c in words if c >= " " or c in "\t\n\r")
