"""The TEI in a file: its root in the TEI namespace, whatever it was wrapped in or called.

A whole document is `TEI` or `teiCorpus`; P4 calls them `TEI.2` and `teiCorpus.2`. Archives hand
it out inside an envelope of their own, and parts of books stand alone.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import AT, TEI, local_name, tei
from publish.model.finding import Finding, Fix, Place, PublishError, notice, warning
from publish.read.attributes import attributes_of
from publish.read.elements import elements
from publish.read.foreign_files import BY_PANDOC, IMPORT, not_tei
from publish.read.p4 import is_p4_root, upgrade_p4
from publish.read.parse import Parsed

WHOLE = frozenset({"tei", "teicorpus", "tei.2", "teicorpus.2"})
"""Names of whole documents, in small letters: archives vary their case."""
EXAMPLES = "http://www.tei-c.org/ns/Examples"
"""The namespace of what an `egXML` shows; nothing in it is the book itself."""
PARTS = frozenset(
    """
    group text body front back div div0 div1 div2 div3 div4 div5 div6 div7 ab lg p sp floattext
    floatingtext titlepage entry entryfree listperson listplace listorg listevent listbibl msdesc
    """.split()
)
"""What is taken for a part of a book without a namespace, in small letters."""
BESIDE_TEXT = frozenset("text teiHeader standOff facsimile sourceDoc".split())
IN_TEXT = frozenset("group body front back".split())
HTML = frozenset("h1 h2 h3 h4 h5 h6 ul ol li br a img em strong b i td tr script style".split())
"""Elements that HTML has and TEI has not."""
OTHER_KINDS = {
    "html": ("an HTML page", IMPORT),
    "ead": ("an EAD finding aid", "name the TEI document"),
    "mets": ("a METS record", "name the TEI document it points to"),
    "alto": ("ALTO page text", IMPORT),
    "PcGts": ("PAGE XML", IMPORT),
    "article": ("a DocBook or JATS article", BY_PANDOC),
    "book": ("a DocBook book", BY_PANDOC),
    "package": ("an EPUB's package file", "name the TEI file it was made from"),
    "svg": ("an SVG image", "name the TEI file"),
    "cesDoc": ("a CES corpus text", "convert it to TEI first"),
}


def find_tei(parsed: Parsed, place: Place, findings: list[Finding]) -> etree._Element:
    """Return the root of the TEI document in a parsed file, upgraded to TEI P5.

    Raises PublishError REA-020 where there is no TEI. Whatever had to be done to it is reported:
    REA-021 another namespace, REA-022 a part that stands alone, REA-023 TEI P4.
    """
    root = _without_envelope(parsed.root)
    if root is None:
        raise PublishError(_no_tei(parsed.root, place))
    root = in_tei_namespace(root, parsed, place, findings)
    name = local_name(root)
    if name.lower() in WHOLE:
        return root
    findings.append(
        warning(
            "REA-022",
            f"the file holds a part only: its root is <{name}>",
            place,
            "put it into a TEI document with a teiHeader, which names title and author",
        )
    )
    return _as_document(root)


def in_tei_namespace(
    root: etree._Element, parsed: Parsed, place: Place, findings: list[Finding]
) -> etree._Element:
    """Bring a tree without a namespace, or in one that was meant to be TEI's, into TEI's."""
    spaces = re.match(r"\{([^}]*)\}", str(root.tag))
    if spaces and spaces[1] == TEI:
        return root
    name = local_name(root)
    if spaces and not _is_whole(root) and "tei-c.org" not in spaces[1]:
        return root
    if spaces:
        message = f"the namespace {spaces[1]!r} is read as that of TEI P5"
        hint, fix = f'write xmlns="{TEI}"', Fix(spaces[1], TEI)
        findings.append(warning("REA-021", message, _begin(root, place), hint, fix=fix))
    elif is_p4_root(name):
        findings.append(notice("REA-023", f"TEI P4 (<{name}>) is read as TEI P5", place))
    else:
        message = f"<{name}> has no namespace; read as TEI P5"
        hint, fix = f'write <{name} xmlns="{TEI}">', Fix(f"<{name}", f'<{name} xmlns="{TEI}"')
        findings.append(warning("REA-021", message, _begin(root, place), hint, fix=fix))
    root = _renamed(root, spaces[1] if spaces else "")
    return root if spaces else upgrade_p4(root, parsed.doctype, is_p4=is_p4_root(name))


def _begin(root: etree._Element, place: Place) -> Place:
    """Return where the root begins, as far as the parser has told."""
    line, _, column = root.get(AT, "").partition(":")
    return Place(place.file, int(line), int(column)) if column.isdigit() else place


def _renamed(root: etree._Element, space: str) -> etree._Element:
    """Copy the root into the TEI namespace, and rename what is below it in place."""
    others = {
        prefix: uri
        for prefix, uri in root.nsmap.items()
        if prefix and prefix != "xml" and uri != space
    }
    spaces: dict[str, str] = {None: TEI, **others}  # type: ignore[dict-item]  # as below
    new = etree.Element(tei(local_name(root)), attributes_of(root), nsmap=spaces)
    new.text = root.text
    new.extend(list(root))
    before = f"{{{space}}}" if space else ""
    for element in new.iterdescendants(etree.Element):
        tag = str(element.tag)
        if tag.startswith(before) and (space or not tag.startswith("{")):
            element.tag = tei(tag[len(before) :])
    return new


def _without_envelope(root: etree._Element) -> etree._Element | None:
    """Find the TEI document, several of them, or else the text, in whatever surrounds it."""
    if _is_whole(root):
        return root
    documents = [
        element
        for element in root.iter(etree.Element)
        if _is_whole(element) and not any(map(_is_whole, element.iterancestors()))
    ]
    if len(documents) == 1:
        return _detached(documents[0])
    if documents:
        return _corpus(documents)
    if _is_part(root):
        return root
    text = next((element for element in root.iter(etree.Element) if _is_text(element)), None)
    return None if text is None else _around_text(root, text)


def _is_whole(element: etree._Element) -> bool:
    """Return whether this is a document, and not one that an example shows (TEI P5 23.1.2)."""
    if local_name(element).lower() not in WHOLE or _space_of(element) == EXAMPLES:
        return False
    return not any(local_name(around) == "egXML" for around in element.iterancestors())


def _is_part(root: etree._Element) -> bool:
    """Return whether a root that is no whole document is a part of one: TEI without its frame."""
    space = _space_of(root)
    if space:
        return "tei-c.org" in space and space != EXAMPLES
    names = {local_name(element).lower() for element in root.iter(etree.Element)}
    return local_name(root).lower() in PARTS and not names & HTML


def _space_of(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def _is_text(element: etree._Element) -> bool:
    """Return whether this is a TEI text without a TEI root, as some archives have it."""
    names = {local_name(child).lower() for child in element}
    return local_name(element).lower() == "text" and bool(names & {"body", "group"})


def _around_text(root: etree._Element, text: etree._Element) -> etree._Element:
    """Put a text without a root into a document, with the header that stands beside it."""
    space = str(text.tag).rpartition("}")[0].removeprefix("{")
    document = etree.Element(f"{{{space}}}TEI" if space else "TEI.2")
    header = next(
        (found for found in root.iter(etree.Element) if local_name(found).lower() == "teiheader"),
        None,
    )
    document.extend([part for part in (header, text) if part is not None])
    _copy_place(text, document)
    return document


def _corpus(documents: list[etree._Element]) -> etree._Element:
    space = str(documents[0].tag).rpartition("}")[0].removeprefix("{")
    corpus = etree.Element(f"{{{space}}}teiCorpus" if space else "teiCorpus.2")
    _copy_place(documents[0], corpus)
    corpus.extend(documents)
    for document in documents:
        document.tail = None
    return corpus


def _detached(element: etree._Element) -> etree._Element:
    """Take an element out of its tree, without what follows it."""
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)
    return element


def _copy_place(source: etree._Element, target: etree._Element) -> None:
    if AT in source.attrib:
        target.set(AT, source.attrib[AT])


def _as_document(part: etree._Element) -> etree._Element:
    """Put a part into as much of `TEI/text/body` as it lacks."""
    spaces: dict[str, str] = {None: TEI}  # type: ignore[dict-item]  # the stubs want names
    document = etree.Element(tei("TEI"), nsmap=spaces)
    _copy_place(part, document)
    inside = document
    for wrapper in _frame_of(local_name(part)):
        inside = etree.SubElement(inside, tei(wrapper))
        _copy_place(part, inside)
    inside.append(part)
    return document


def _frame_of(name: str) -> tuple[str, ...]:
    """Name what a part lacks around it, from the outside in."""
    if name in BESIDE_TEXT:
        return ()
    if name in IN_TEXT:
        return ("text",)
    is_phrase = name in elements()["p"].holds and name not in elements()["div"].holds
    return ("text", "body", "p") if is_phrase else ("text", "body")


def _no_tei(root: etree._Element, place: Place) -> Finding:
    name = local_name(root)
    kind, hint = OTHER_KINDS.get(name, ("", "name a file whose root is <TEI>"))
    if not _space_of(root) and name.lower() in PARTS:
        kind, hint = "a piece of HTML", IMPORT
    if name == "schema" or name == "grammar":
        kind, hint = "a schema", "name the TEI document that it describes"
    why = f"root is <{name}>" + (f", {kind}" if kind else "")
    return not_tei(place, why, hint)
