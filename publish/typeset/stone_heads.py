"""Head inscriptions and papyri: a title, what their headers say, words over the divisions.

It is done to the tree before anything is planned, as for letters (`letter_heads.py`).
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.words import language_of_word, named, word
from publish.model.document import XML_LANG, Document, local_name, tei
from publish.model.edition import Edition
from publish.model.text_kind import TextKind
from publish.model.tree import take_out
from publish.typeset.correspondence import MADE_LINE
from publish.typeset.divisions import IDLE
from publish.typeset.headings import header_title, is_headed
from publish.typeset.leiden import called, repeats_edition
from publish.typeset.stone_data import data_of, headings
from publish.typeset.stone_numbers import number_lines

_OF_PAPYRI = frozenset("date placeName ref".split())
"""What a head of the Duke Databank of Documentary Papyri holds."""


def head_inscriptions(document: Document, edition: Edition, kind: TextKind) -> Document:
    """Return the document with its inscriptions headed; the same one where it has none."""
    if kind is not TextKind.INSCRIPTION or next(document.root.iter(tei("div")), None) is None:
        return document
    document = document.copy()
    language = edition.book.language
    bodies = list(document.root.iter(tei("body")))
    for text in document.root.iter(tei("text")):
        _head_divisions(text, language)
        number_lines(text)
    for body in bodies:
        title = edition.book.title if len(bodies) == 1 else ""
        _head_body(body, title, language)
    return document


def _head_divisions(text: etree._Element, language: str) -> None:
    for division in list(text.iter(tei("div"))):
        kind = division.get("type") or ""
        if kind == "apparatus":
            _list_entries(division)
        if not _says(division):
            take_out(division)
            continue
        if is_headed(division) or repeats_edition(division):
            continue
        if kind == "textpart":
            _add_head(division, called(division))
        elif kind in headings():
            subtype = (division.get("subtype") or "").replace("_", " ")
            is_one_of_several = subtype and _is_among_its_like(division)
            own = division.get(XML_LANG) or language
            is_translated = subtype == "" and _is_among_its_like(division) and _says_it(kind, own)
            label = word(headings()[kind], own if is_translated else language)
            _add_head(division, f"{label} ({subtype})" if is_one_of_several else label)


def _list_entries(apparatus: etree._Element) -> None:
    """Make a list of a paragraph that holds nothing but entries with their lines.

    Cyrenaican corpora have `<p><app loc="1">`; without it each would be a note in a void sentence.
    """
    for paragraph in apparatus.iterchildren(tei("p"), tei("ab")):
        entries = [e for e in paragraph if isinstance(e.tag, str)]
        is_list = all(local_name(e) == "app" and e.get("loc") for e in entries)
        words = [paragraph.text, *(child.tail for child in paragraph)]
        if entries and is_list and not any((text or "").strip() for text in words):
            paragraph.tag = tei("listApp")


def _is_among_its_like(division: etree._Element) -> bool:
    like = [e for e in division.itersiblings(tei("div")) if e.get("type") == division.get("type")]
    before = division.itersiblings(tei("div"), preceding=True)
    return bool(like) or any(e.get("type") == division.get("type") for e in before)


def _says_it(kind: str, language: str) -> bool:
    """Return whether a language has a word of its own for a division (`Traduzione`)."""
    return language_of_word(headings()[kind], language) == language


def _says(division: etree._Element) -> bool:
    if "".join(map(str, division.itertext(etree.Element))).strip():
        return True
    return next(division.iter(tei("gap"), tei("graphic"), tei("ptr")), None) is not None


def _add_head(division: etree._Element, words: str) -> None:
    if words:
        head = etree.Element(tei("head"))
        head.text = words
        division.text, head.tail = None, division.text
        division.insert(0, head)


def _head_body(body: etree._Element, title: str, language: str) -> None:
    """Put a division around a text that has its title, and the lines of its header, before it."""
    text = body.getparent()
    around = None if text is None else text.getparent()
    header = None if around is None else around.find(tei("teiHeader"))
    if header is None or text is None or (is_headed(body) and not _head_is_datum(body)):
        return
    made = etree.Element(tei("div"), {"type": "inscription"})
    _add_head(made, header_title(text, language) or title)
    for datum in data_of(header, language):
        made.append(_line(datum.label, datum.words, language))
    first = next((n for n, e in enumerate(body) if local_name(e) not in {"", *IDLE}), len(body))
    made.extend(list(body)[first:])
    body.append(made)
    _take_in_back(text, made)


def _take_in_back(text: etree._Element, made: etree._Element) -> None:
    """Let divisions of an edition that stand in the back follow the text, as printed corpora do."""
    for back in list(text.iterchildren(tei("back"))):
        divisions = [e for e in back if isinstance(e.tag, str)]
        if all(local_name(e) == "div" and e.get("type") in headings() for e in divisions):
            made.extend(divisions)
            text.remove(back)


def _head_is_datum(body: etree._Element) -> bool:
    """Make a line of a head that is a date and a place, as those of papyri in the DDbDP are."""
    heads = list(body.iterchildren(tei("head")))
    if any(local_name(child) not in _OF_PAPYRI for head in heads for child in head):
        return False
    if any((head.text or "").strip() or not len(head) for head in heads):
        return False
    for head in heads:
        head.tag = MADE_LINE
        head.set("class", "stone-datum")
    return True


def _line(label: str, words: str, language: str) -> etree._Element:
    line = etree.Element(MADE_LINE, {"class": "stone-datum"})
    if not label:
        line.text = words
        return line
    said = etree.SubElement(line, tei("hi"), {"rend": "italic"})
    said.text = named("label", language, word(label, language)).rstrip()
    said.tail = f" {words}"
    return line
