"""Say in a corrected TEI's own header what was corrected, by whom and on what grounds."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from publish.model.document import XML_ID, Document, tei
from publish.model.erratum import Certainty, Erratum, Outcome
from publish.revise.choice import responsible

AFTER_ENCODING = ("profileDesc", "xenoData", "revisionDesc")
LEVELS = {Certainty.HIGH: "high", Certainty.MEDIUM: "medium", Certainty.LOW: "low"}


def record_corrections(document: Document, *, is_plain: bool) -> None:
    """Add to the teiHeader of a corrected tree: editors, `correction`, and a `change`.

    TEI P5 chapters 2.2.1 (respStmt), 2.3.3 (correction) and 2.6 (revisionDesc). `is_plain` says
    that the corrections are not marked in the text.
    """
    applied = [each for each in document.resolutions if each.outcome is Outcome.APPLIED]
    header = document.root.find(tei("teiHeader"))
    if header is None or not applied:
        return
    errata = [each.erratum for each in applied]
    _name_editors(document.root, header, errata)
    _declare(header, errata, is_plain=is_plain)
    _add_change(header, errata)


def _name_editors(root: etree._Element, header: etree._Element, errata: list[Erratum]) -> None:
    statement = header.find(f"{tei('fileDesc')}/{tei('titleStmt')}")
    if statement is None:
        return
    taken = {element.get(XML_ID) for element in root.iter(etree.Element)}
    for name in dict.fromkeys(erratum.by for erratum in errata if erratum.by):
        identifier = responsible(name)
        if identifier in taken:
            continue
        made = etree.SubElement(statement, tei("respStmt"))
        if _is_ncname(identifier):
            made.set(XML_ID, identifier)
        etree.SubElement(made, tei("resp")).text = "corrections"
        etree.SubElement(made, tei("name")).text = name


def _is_ncname(name: str) -> bool:
    return name[:1].isalpha() or name[:1] == "_"


def _declare(header: etree._Element, errata: list[Erratum], *, is_plain: bool) -> None:
    """Declare how errors were corrected, in encodingDesc/editorialDecl/correction."""
    encoding = header.find(tei("encodingDesc"))
    if encoding is None:
        encoding = etree.Element(tei("encodingDesc"))
        _insert_before(header, encoding, AFTER_ENCODING)
    editorial = encoding.find(tei("editorialDecl"))
    if editorial is None:
        editorial = etree.SubElement(encoding, tei("editorialDecl"))
    correction = etree.SubElement(editorial, tei("correction"))
    weakest = max((erratum.certainty for erratum in errata), key=list(Certainty).index)
    correction.set("status", LEVELS[weakest])
    correction.set("method", "silent" if is_plain else "markup")
    how = "without a mark" if is_plain else "in choice, the source's reading in sic"
    etree.SubElement(
        correction, tei("p")
    ).text = f"{len(errata)} errors of the source were corrected {how}, as its errata file records."


def _add_change(header: etree._Element, errata: list[Erratum]) -> None:
    revision = header.find(tei("revisionDesc"))
    if revision is None:
        revision = etree.SubElement(header, tei("revisionDesc"))
    into = revision.find(tei("listChange"))
    if into is None:
        into = revision
    listed = into.find(tei("list"))
    if listed is not None:  # the older form: a list of items
        etree.SubElement(listed, tei("item")).text = _say(errata)
        return
    change = etree.Element(tei("change"))
    dates = [erratum.date for erratum in errata if erratum.date]
    if dates:
        change.set("when", max(dates).isoformat())
    names = dict.fromkeys(responsible(erratum.by) for erratum in errata if erratum.by)
    if names:
        change.set("who", " ".join(f"#{name}" for name in names))
    change.text = _say(errata)
    into.insert(0, change)


def _say(errata: Iterable[Erratum]) -> str:
    return "Applied the errata " + ", ".join(erratum.id for erratum in errata) + "."


def _insert_before(
    header: etree._Element, made: etree._Element, followers: tuple[str, ...]
) -> None:
    for child in header:
        if child.tag in {tei(name) for name in followers}:
            child.addprevious(made)
            return
    header.append(made)
