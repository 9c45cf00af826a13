"""Make TEI elements: words and elements are put in one behind the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from publish.model.document import TEI, XML_ID, XML_LANG, local_name, tei
from publish.model.tree import take_out

Content = str | etree._Element

_BLOCKS = frozenset(
    """
    p l lg head item label cell row salute dateline signed speaker bibl quote cit titlePart
    """.split()
)
"""Between the words of one of these and the next there is a space to be read."""

_APART = frozenset(["note", "index", "figDesc", "corr"])
"""What has words of its own; a correction's are not those that stand in the text."""

_NAMES: dict[str | None, str] = {None: TEI}


def make(name: str, *content: Content, **attributes: str) -> etree._Element:
    """Make an element of TEI; attributes that are empty are left out, `xml_lang` is xml:lang."""
    made = etree.Element(tei(name), nsmap=_NAMES)  # type: ignore[arg-type]  # the stubs want names
    for key, value in attributes.items():
        if value:
            made.set(XML_LANG if key == "xml_lang" else key.rstrip("_"), value)
    put(made, *content)
    return made


def put(into: etree._Element, *content: Content) -> None:
    """Add words and elements at the end of an element; an element keeps no words behind it."""
    for each in content:
        if isinstance(each, str):
            _put_words(into, each)
        else:
            into.append(each)


def _put_words(into: etree._Element, words: str) -> None:
    if len(into):
        into[-1].tail = (into[-1].tail or "") + words
    else:
        into.text = (into.text or "") + words


def words_of(element: etree._Element) -> str:
    """Read the words of an element as one line, notes and comments apart."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "lb":
            yield " "
        elif name and name not in _APART:
            yield from _texts(child)
            yield " " if name in _BLOCKS else ""
        yield child.tail or ""


def whole_text(element: etree._Element) -> str:
    """Read all words of an element as they stand, without those behind it."""
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def is_empty(element: etree._Element) -> bool:
    """Return whether an element has neither words nor anything that shows."""
    return not words_of(element) and all(
        local_name(each) in {"lb", "hi", "seg"} for each in element.iterdescendants(etree.Element)
    )


def drop_empty(root: etree._Element) -> None:
    """Take looks away that nothing has."""
    for each in list(root.iter("{*}hi", "{*}emph", "{*}foreign", "{*}seg")):
        if not len(each) and not (each.text or "") and XML_ID not in each.attrib:
            take_out(each)


def move_into(into: etree._Element, source: etree._Element) -> None:
    """Move all that an element holds to the end of another."""
    if source.text:
        put(into, source.text)
        source.text = None
    for child in list(source):
        into.append(child)


def rename(element: etree._Element, name: str) -> etree._Element:
    """Call an element by another name of TEI; its looks stay."""
    element.tag = tei(name)
    return element


def wrap(elements: Iterable[etree._Element], name: str, **attributes: str) -> etree._Element:
    """Put neighbours into a new element, which takes their place."""
    rows = list(elements)
    holder = make(name, **attributes)
    parent = rows[0].getparent()
    if parent is not None:
        parent.insert(parent.index(rows[0]), holder)
    holder.extend(rows)
    return holder
