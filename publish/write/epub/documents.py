"""Content files -> the bytes of XHTML documents (EPUB 3.3 section 6.1)."""

from __future__ import annotations

from lxml import etree

from publish.publication import EPUB, XHTML, Matter
from publish.write.epub.content import EPUB_TYPE, XML_LANG, ContentFile, H
from publish.write.epub.notes import notes_section

NSMAP: dict[str, str] = {None: XHTML, "epub": EPUB}  # type: ignore[dict-item]  # the default
_MATTER_TYPES = {
    Matter.FRONT: "frontmatter",
    Matter.BODY: "bodymatter",
    Matter.BACK: "backmatter",
}


_VOID = frozenset(
    H + name for name in "area base br col embed hr img input link meta source track wbr".split()
)
"""Elements that are always empty; any other is closed by its own end tag, for old readers that
take a file for HTML."""

MANY_COLUMNS = 4
"""A table as wide as this may be wider than a telephone, and scrolls."""


def document_of(file: ContentFile, style_names: list[str]) -> etree._Element:
    """Wrap a content file as a document with its notes behind it."""
    html, body = new_document(file.title, file.lang, file.direction, style_names)
    body.set(EPUB_TYPE, _MATTER_TYPES[file.matter])
    body.set("class", str(file.matter))
    body.append(file.body)
    notes = notes_section(file)
    if notes is not None:
        body.append(notes)
    for table in list(body.iter(H + "table")):
        _let_scroll(table)
    return html


def _let_scroll(table: etree._Element) -> None:
    """Put a wide table into a frame that scrolls and that the keyboard reaches (WCAG 2.1.1)."""
    columns = max((len(row) for row in table.iter(H + "tr")), default=0)
    if columns < MANY_COLUMNS or next(table.iterancestors(H + "table"), None) is not None:
        return
    frame = etree.Element(H + "div", {"class": "scroll", "tabindex": "0"})
    frame.tail, table.tail = table.tail, None
    table.addprevious(frame)
    frame.append(table)


def new_document(
    title: str, lang: str, direction: str, style_names: list[str], up: str = "../"
) -> tuple[etree._Element, etree._Element]:
    """Make an empty document; give its `html` and `body`. `up` leads to the package's folder."""
    html = etree.Element(H + "html", nsmap=NSMAP)
    html.set("lang", lang)
    html.set(XML_LANG, lang)
    if direction == "rtl":
        html.set("dir", "rtl")
    head = etree.SubElement(html, H + "head")
    etree.SubElement(head, H + "title").text = title or "\u00a0"
    for name in style_names:
        link = etree.SubElement(head, H + "link", {"rel": "stylesheet", "type": "text/css"})
        link.set("href", f"{up}css/{name}.css")
    return html, etree.SubElement(html, H + "body")


def serialize_document(html: etree._Element) -> bytes:
    """Write a document: XML with the HTML doctype, elements that may not be empty left open."""
    etree.cleanup_namespaces(html, keep_ns_prefixes=["epub"])
    for element in html.iter(f"{H}*"):
        if element.text is None and len(element) == 0 and element.tag not in _VOID:
            element.text = ""
    return etree.tostring(
        html, encoding="UTF-8", xml_declaration=True, doctype="<!DOCTYPE html>"
    ) + (b"\n")
