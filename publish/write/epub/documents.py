"""Content files -> the bytes of XHTML documents (EPUB 3.3 section 6.1)."""

from __future__ import annotations

from lxml import etree

from publish.model.publication import EPUB, XHTML, Matter
from publish.write.epub.content import EPUB_TYPE, XML_LANG, ContentFile, H
from publish.write.epub.initials import mark_blocks
from publish.write.epub.notes import notes_section
from publish.write.epub.wide_formulas import break_formulas
from publish.write.epub.wide_tables import fit_table

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
        fit_table(table)
    mark_blocks(body)
    break_formulas(body)
    return html


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
