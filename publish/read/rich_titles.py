"""Rich text of reference managers in titles: `III&lt;sup&gt;e&lt;/sup&gt;` becomes `III<hi>e</hi>`.

Zotero keeps italics, raised letters and small capitals of a title as HTML in its text, and its
exports write the signs of it as text. Authority: Zotero's manual, "Rich text in titles".
"""

from __future__ import annotations

from lxml import etree

from publish.house.words_kept import quoted
from publish.model.document import Document, tei
from publish.model.finding import Finding, notice
from publish.model.lazy_pattern import lazy_pattern

_TAG = lazy_pattern(r"<(/?)(i|b|em|strong|sup|sub|sc|span)((?:\s[^<>]*)?)>")
_LOOKS = {
    "i": "italic", "em": "italic", "b": "bold", "strong": "bold", "sup": "superscript",
    "sub": "subscript", "sc": "smallcaps",
}  # fmt: skip
_AROUND = frozenset(map(tei, "analytic monogr series bibl biblFull titleStmt".split()))


def open_rich_titles(document: Document) -> list[Finding]:
    """Read the HTML in titles as markup, where each tag that opens is closed. Code: REA-135."""
    found: list[tuple[etree._Element, str]] = []
    for title in document.root.iter(tei("title")):
        around = title.getparent()
        written = "".join(map(str, title.itertext(etree.Element)))
        if around is None or around.tag not in _AROUND or "</" not in written:
            continue
        if any([_open_in(node, is_tail=node is not title) for node in (title, *title)]):
            found.append((title, written))
    if not found:
        return []
    count = f" and {len(found) - 1} titles more" if found[1:] else ""
    words = quoted(" ".join(found[0][1].split())[:60])
    message = f"HTML in a title is read as italics, raised letters and the like: {words}{count}"
    hint = "write <hi rend='italic'>, <hi rend='superscript'> in its place"
    return [notice("REA-135", message, document.place(found[0][0]), hint)]


def _open_in(node: etree._Element, *, is_tail: bool) -> bool:
    """Make elements of the tags in the text of an element, or behind it; say whether it did."""
    text = (node.tail if is_tail else node.text) or ""
    holder = etree.Element(tei("title"))
    if not _build(text, holder):
        return False
    into = node.getparent() if is_tail else node
    if into is None:
        return False
    at = into.index(node) + 1 if is_tail else 0
    if is_tail:
        node.tail = holder.text
    else:
        node.text = holder.text
    for number, child in enumerate(list(holder)):
        into.insert(at + number, child)
    return True


def _build(text: str, holder: etree._Element) -> bool:
    """Fill an element with a text's words and tags; say whether there are any, and all closed."""
    open_: list[tuple[str, etree._Element]] = [("", holder)]
    done = 0
    for match in _TAG.finditer(text):
        _say(open_[-1][1], text[done : match.start()])
        done = match.end()
        closes, name, attributes = match.groups()
        if not closes:
            open_.append((name, _made(open_[-1][1], name, attributes)))
        elif open_.pop()[0] != name or not open_:
            return False
    _say(open_[-1][1], text[done:])
    return done > 0 and len(open_) == 1


def _made(into: etree._Element, name: str, attributes: str) -> etree._Element:
    look = "smallcaps" if "small-caps" in attributes else _LOOKS.get(name, "")
    made = etree.SubElement(into, tei("hi" if look else "seg"))
    if look:
        made.set("rend", look)
    return made


def _say(into: etree._Element, words: str) -> None:
    if len(into):
        into[-1].tail = (into[-1].tail or "") + words
    else:
        into.text = (into.text or "") + words
