"""Rules for divisions, headings and inner texts (TEI chapter 4).

What becomes a part of its own is decided in `part_plan.py`; these rules set what stands inside one.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.house.division_types import Kind, kind_of
from publish.house.language.typography import language_at
from publish.house.language.words import word
from publish.model.document import local_name, tei
from publish.model.publication import XHTML
from publish.typeset.headings import HEADING_TAGS, header_title, is_headed, plain_title
from publish.typeset.ledger import Reason
from publish.typeset.render import EPUB_TYPE, Typesetter
from publish.typeset.statements import words_in
from publish.typeset.survey import DIVISIONS
from publish.typeset.textparts import UNIT, heading_of, is_small, kind_heading
from publish.typeset.xhtml import has_content

_SECTION_TYPES = frozenset(
    "abstract appendix bibliography chapter conclusion foreword glossary index part preface".split()
)
"""Kinds that an inner division may say it is."""

LONGEST_INSCRIPTION = 240
"""Characters beyond which a dedication is a letter."""

_HEADLESS = frozenset("lg list table figure castList castGroup sp listBibl".split())
"""Elements whose head is a caption line, not a heading of the book's structure."""

_TEXT = "p ab lg l sp list table q quote".split()
_NEWSPAPER = frozenset("masthead advertisement advert notice".split())
"""Divisions of a newspaper that have a look of their own, be they so by type or subtype."""

_SUBTITLES = frozenset("sub subtitle subheading alt desc short subordinate".split())


def set_division(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a division inside a part: a `section` with headings one rank lower."""
    is_unit = is_small(element)
    cls = f"{class_of(element)} {UNIT}" if is_unit else class_of(element)
    made = typesetter.open(into, "section", element, cls)
    book = typesetter.book
    heading = heading_of(element, book.parallel.language_at(element, book.edition.book.language))
    heading = heading or _translation_heading(element, typesetter)
    heading = heading or _heading_in_article(element, typesetter)
    if heading:
        typesetter.made_heading(made, typesetter.part.level + 1, heading, element)
    fill(element, made, typesetter)
    kind = kind_of(element)
    if kind.role and kind.name in _SECTION_TYPES:
        _make_landmark(made, kind)


def _heading_in_article(element: etree._Element, typesetter: Typesetter) -> str:
    """Head an abstract or a list of references that runs on with the sections of its text."""
    around = element.getparent()
    if around is None or local_name(around) not in {"front", "body", "back"}:
        return ""
    language = typesetter.book.edition.book.language
    return kind_heading(element, language_at(element, language), language)


def _translation_heading(element: etree._Element, typesetter: Typesetter) -> str:
    """Head a translation that runs on behind its original, and that nothing tells from it."""
    book = typesetter.book
    if element.get("type") != "translation" or is_headed(element) or book.parallel.is_found:
        return ""
    before = next(element.itersiblings(*map(tei, DIVISIONS), preceding=True), None)
    is_behind = before is not None and bool(words_in(before))
    return word("edition_translation", book.edition.book.language) if is_behind else ""


def _make_landmark(section: etree._Element, kind: Kind) -> None:
    """Say what an inner division is, where it has a title that tells it from others of its kind.

    Assistive technology lists these roles as places to go to (DPUB-ARIA 1.1 chapter 4).
    """
    heading = next(section.iter(*HEADING_TAGS), None)
    title = plain_title(heading) if heading is not None else ""
    root = section.getroottree().getroot()
    is_taken = any(e.get("aria-label") == title for e in root.iter(section.tag))
    if title and not is_taken:
        section.set(EPUB_TYPE, kind.epub)
        section.set("role", kind.role)
        section.set("aria-label", title)


def fill(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Render what is inside, with headings one rank lower."""
    with typesetter.deeper():
        typesetter.children(element, made)


def class_of(element: etree._Element) -> str:
    """Name the class of a division: its kind, and the word that the manuscript has for it."""
    kind = kind_of(element).name.replace("_", "-")
    written = re.sub(r"[^a-z0-9-]+", "-", (element.get("type") or "").lower()).strip("-")
    long = "long" if kind == "dedication" and _is_letter(element) else ""
    further = (element.get("subtype") or "").lower()
    further = further if further in _NEWSPAPER else ""
    names = [name for name in (kind, written, further, long) if name and not name[0].isdigit()]
    return " ".join(dict.fromkeys(names)) or "division"


def _is_letter(dedication: etree._Element) -> bool:
    """Tell a dedication that is a letter, and set as one, from lines on a page."""
    return len("".join(map(str, dedication.itertext())).strip()) > LONGEST_INSCRIPTION


def set_head(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a heading; the second one of a division, and one of type `sub`, is a subtitle.

    A `head` at the end of a division or inside a list, stanza or speech is a line of its own. One
    behind the text of a division that is not divided further heads what follows.
    """
    parent, is_further = element.getparent(), _is_further(element)
    if parent is not None and local_name(parent) == "p":
        typesetter.children(element, typesetter.open(into, "span", element, "head"))
    elif parent is not None and local_name(parent) in _HEADLESS:
        typesetter.children(element, typesetter.open(into, "p", element, "head"))
    elif is_further and not _is_behind_text(element):
        typesetter.children(element, typesetter.open(into, "p", element, "subtitle"))
    else:
        level = typesetter.part.level + (is_further and has_content(into))
        made = typesetter.open(into, f"h{max(1, min(6, level))}", element)
        typesetter.children(element, made)
        if (
            not "".join(map(str, made.itertext())).strip()
            and made.find(f".//{{{XHTML}}}img") is None
        ):
            made.tag = f"{{{XHTML}}}div"
            if not len(made) and not made.attrib:
                into.remove(made)


def _is_further(head: etree._Element) -> bool:
    if (head.get("type") or "").lower() in _SUBTITLES and _first_head(head) is not head:
        return True
    return _first_head(head) is not head


def _is_behind_text(head: etree._Element) -> bool:
    """Return whether a heading has text of its division before it, and is not called a subtitle."""
    is_subtitle = (head.get("type") or "").lower() in _SUBTITLES
    before = head.itersiblings(*map(tei, _TEXT), preceding=True)
    return not is_subtitle and any(words_in(each) for each in before)


def _first_head(head: etree._Element) -> etree._Element | None:
    parent = head.getparent()
    if parent is None:
        return head
    heads = [e for e in parent.iterchildren(tei("head")) if "".join(map(str, e.itertext())).strip()]
    main = next((e for e in heads if (e.get("type") or "main").lower() not in _SUBTITLES), None)
    return main if main is not None else next(iter(heads), head)


def set_text(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a text inside another's part: one of a group, or of a corpus of short ones."""
    is_letter = element.get("type") == "letter"
    made = typesetter.open(into, "section", element, f"inner-text{' letter' if is_letter else ''}")
    around = element.getparent()
    if around is not None:
        typesetter.carry(around, made)
    is_named = any(is_headed(e) for e in element.iter(etree.Element)) or _is_reference(element)
    has_page = element.find(f".//{tei('titlePage')}") is not None
    title = "" if is_named or has_page else header_title(element)
    with typesetter.deeper():
        if title:
            typesetter.open(made, f"h{typesetter.part.level}", cls="made").text = title
        typesetter.children(element, made)


def _is_reference(text: etree._Element) -> bool:
    """Return whether a text is one reference of a bibliography, which names itself."""
    body = text.find(tei("body"))
    inside = [] if body is None else [e for e in body if local_name(e)]
    return len(inside) == 1 and local_name(inside[0]) in {"bibl", "biblStruct", "biblFull"}


def set_document(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the text of a `TEI` of a corpus, its header left aside."""
    for child in element:
        if local_name(child) in {"text", "TEI"}:
            typesetter.one(child, into)
        elif local_name(child):
            is_header = local_name(child) == "teiHeader"
            typesetter.leave_out(child, Reason.ELSEWHERE if is_header else Reason.DATA)


def set_floating_text(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set a text that interrupts another (TEI chapter 4.3.2)."""
    made = typesetter.open(into, "div", element, f"floating-text {class_of(element)}")
    fill(element, made, typesetter)


def set_through(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is inside an element that has no form of its own."""
    typesetter.children(element, into)


def drop(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave out what is no part of the reading text."""
    typesetter.leave_out(element, Reason.SOURCE_PAGE)


def leave_out_data(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave out data that is not text, and say so once for each element."""
    typesetter.leave_out(element, Reason.DATA)
    typesetter.out.tell_left_out(element)


_THROUGH = "group front body back".split()

_DIVISIONS = ["div", *(f"div{number}" for number in range(8))]

_DATA = """
    fs fsdDecl fLib fvLib f fsDescr graph tree eTree forest forestGrp xenoData listChange
    linkGrp link join joinGrp altGrp alt timeline when spanGrp interp interpGrp certainty
    precision respons standOff particDesc settingDesc textDesc
    taxonomy classDecl encodingDesc listPrefixDef annotation nonVerbal
""".split()

RULES = {
    **dict.fromkeys(_DIVISIONS, set_division),
    **dict.fromkeys(_THROUGH, set_through),
    **dict.fromkeys(_DATA, leave_out_data),
    "head": set_head,
    "text": set_text,
    "TEI": set_document,
    "teiCorpus": set_document,
    "floatingText": set_floating_text,
    "teiHeader": drop,
    "fw": drop,
}
