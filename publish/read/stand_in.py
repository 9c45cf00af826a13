"""What a document shows whose text has no words: its transcription, its lists, its description.

A genetic edition may have a `sourceDoc` and no `text` (TEI chapter 12.1), a prosopography its
persons in `standOff` (17.10), a catalogue of manuscripts one `msDesc` in the header of each file
(11.1), an index of letters a `correspDesc` for each (2.4.6). Such a document is a book of that.
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice

from lxml import etree
from msgspec import Struct

from publish.model.document import AT, XML_ID, Document, local_name, tei
from publish.model.finding import Finding, notice
from publish.model.lazy_pattern import lazy_pattern

_LISTS = "listPerson listPlace listOrg listEvent listObject listNym listBibl list person place org"
_SHOWN_WITHOUT_WORDS = ("graphic", "media", "binaryObject", "formula", "notatedMusic")
_HEADER_LISTS = _LISTS.replace(" listBibl", "").replace(" list ", " ")


_PROMISE = lazy_pattern(
    r"\W*(the )?(content|text|transcription|edition)s? (is |are )?"
    r"(pending|forthcoming|to (come|follow)|to be (added|supplied)|not (yet )?available)\W*",
    re.IGNORECASE,
)
"""What templates put into a text that nobody has entered yet."""

_LONGEST_PROMISE = 20
"""Words of it, marks that stand alone included; no text is read farther for it."""


class _Source(Struct, frozen=True):
    """Where words may be found: paths below `TEI`, and what to call the place."""

    paths: tuple[str, ...]
    called: str

    def find(self, document: etree._Element) -> list[etree._Element]:
        """Find what has words there, in the order of the paths."""
        found = [e for path in self.paths for e in document.iterfind(_qualified(path))]
        return [element for element in found if _says_something(element)]


_SOURCES = (
    _Source(("sourceDoc",), "its transcription (<sourceDoc>)"),
    _Source(tuple(f"standOff/{name}" for name in _LISTS.split()), "the lists of its <standOff>"),
    _Source(
        (
            "teiHeader/fileDesc/sourceDesc/msDesc",
            "teiHeader/fileDesc/sourceDesc/recordHist",
            *(f"teiHeader/fileDesc/sourceDesc/{name}" for name in _HEADER_LISTS.split()),
            *(f"teiHeader/profileDesc/particDesc/{name}" for name in _HEADER_LISTS.split()),
            *(f"teiHeader/profileDesc/settingDesc/{name}" for name in _HEADER_LISTS.split()),
            "teiHeader/profileDesc/correspDesc",
        ),
        "the description in its header",
    ),
    _Source(("facsimile",), "its <facsimile>"),
)


STAND_INS = frozenset(path.rpartition("/")[2] for source in _SOURCES for path in source.paths)
"""The elements that may come to stand in a body."""


def stand_in_for_text(document: Document) -> list[Finding]:
    """Put what a document has to show into the body of each text that has no words.

    What stands in a header is copied, for the edition is read from there.
    Codes: REA-123 the text is empty and something else is shown.
    """
    findings: list[Finding] = []
    for each in [e for e in document.root.iter(tei("TEI")) if not _has_text(e)]:
        source = next((source for source in _SOURCES if source.find(each)), None)
        if source is None:
            continue
        promise = _promise_in(each)
        if promise or not findings:  # one is told for all that are empty, and each promise
            findings.append(_report_stand_in(document, each, source.called, promise))
        if promise:
            _take_promise_out(each)
        _put_into_body(each, [_taken(element) for element in source.find(each)])
    return findings


def _report_stand_in(
    document: Document, each: etree._Element, called: str, promise: str
) -> Finding:
    has = f"the document says {promise!r} in its" if promise else "the document has no words in its"
    message = f"{has} <text>; the book shows {called}"
    hint = "put words into <text><body> to show those instead"
    return notice("REA-123", message, document.place(each), hint)


def _has_text(document: etree._Element) -> bool:
    """Return whether a `TEI` has words or pictures of its own in a text, or holds such."""
    inner = document.iterchildren(tei("text"), tei("TEI"), tei("teiCorpus"))
    if any(local_name(child) != "text" for child in inner):
        return True
    texts = document.iterchildren(tei("text"))
    return any(map(_says_something, texts)) and not _promise_in(document)


def _promise_in(document: etree._Element) -> str:
    """Return the words of a text that only says that it is still to come; empty for any other."""
    texts = document.iterchildren(tei("text"))
    words = (
        word for t in texts for piece in t.itertext(etree.Element) for word in str(piece).split()
    )
    first = list(islice(words, _LONGEST_PROMISE + 1))
    said = " ".join(first)
    return said if len(first) <= _LONGEST_PROMISE and _PROMISE.fullmatch(said) else ""


def _take_promise_out(document: etree._Element) -> None:
    for text in document.iterchildren(tei("text")):
        for child in list(text):
            if local_name(child) == "body":
                child[:], child.text = [], None
            else:
                text.remove(child)


def _says_something(element: etree._Element) -> bool:
    words = any(str(text).strip() for text in element.itertext(etree.Element))
    return words or next(element.iter(*map(tei, _SHOWN_WITHOUT_WORDS)), None) is not None


def _taken(element: etree._Element) -> etree._Element:
    """Take an element out of its place, or copy it where it stands in a header."""
    parent = element.getparent()
    if parent is None or next(element.iterancestors(tei("teiHeader")), None) is None:
        element.tail = None
        return element
    copy = deepcopy(element)
    copy.tail = None
    for described in element.iter(etree.Element):
        if XML_ID in described.attrib:
            del described.attrib[XML_ID]
    return copy


def _put_into_body(document: etree._Element, stand_in: list[etree._Element]) -> None:
    """Replace the empty paragraphs that a schema asks for by what is shown."""
    body = _child(_child(document, "text", document), "body", stand_in[0])
    for empty in body.findall(tei("p")) + body.findall(tei("ab")) + body.findall(tei("div")):
        body.remove(empty)
    body.extend(stand_in)


def _child(parent: etree._Element, name: str, at: etree._Element) -> etree._Element:
    """Find a child, or make it with the place in the file of what it will hold."""
    found = parent.find(tei(name))
    if found is None:
        found = etree.SubElement(parent, tei(name))
        if AT in at.attrib:
            found.set(AT, at.attrib[AT])
    return found


def _qualified(path: str) -> str:
    return "/".join(map(tei, path.split("/")))
