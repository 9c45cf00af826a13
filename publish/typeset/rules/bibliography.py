"""Rules for bibliographies (TEI chapter 3.12): references in the line, entries of a list.

The parts of a loose `bibl` are set as they are written. A `biblStruct`, and a `bibl` that is a row
of fields, has no punctuation of its own: it gets that of Chicago 14 (`reference_marks.py`).
"""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from publish.house.words_kept import quoted
from publish.model.document import local_name, tei
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.entry_parts import ENTRY_PARTS
from publish.typeset.ledger import Reason
from publish.typeset.records import (
    Part,
    has_own_words,
    is_abbreviation,
    parts_of,
    words_of_attributes,
)
from publish.typeset.reference_marks import AFTER
from publish.typeset.reference_parts import set_parts
from publish.typeset.render import Typesetter
from publish.typeset.rules.descriptions import fill_described
from publish.typeset.rules.inline import open_highlighted, set_as_surroundings
from publish.typeset.rules.prose import IN_LINE
from publish.typeset.rules.short_references import is_named_by_pointer, set_short_reference
from publish.typeset.styled_references import is_csl, set_styled
from publish.typeset.survey import is_division
from publish.typeset.xhtml import end_with, ending

_RECORDS = frozenset("biblStruct biblFull msDesc".split())
_REFERENCES = _RECORDS - {"msDesc"} | {"bibl"}
_ENTRIES = _RECORDS | {"bibl", "witness", "citedRange"}

_IN_LINE = IN_LINE | ENTRY_PARTS | {"cit", "desc", "epigraph", "castItem"}
"""Elements in which a reference belongs to the line."""

_FIELDS = frozenset(AFTER) - {"note", "series"} | {"biblScope", "citedRange", "respStmt"}
_SET_APART = frozenset("hi emph mentioned distinct foreign title".split())
_WORD = lazy_pattern(r"[^\W\d_]{4,}")
_BESIDE = frozenset("pb lb cb anchor note index".split())


def set_date(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a date; one without words says its year where it is part of a reference."""
    if any(local_name(e) in _REFERENCES for e in element.iterancestors()):
        set_part(element, into, typesetter)
    else:
        set_as_surroundings(element, into, typesetter)


def set_list(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a list of references: one item for each, headings and prose between the lists."""
    made = typesetter.open(into, "div", element, "list-bibl")
    items: etree._Element | None = None
    typesetter.say_text(element, made)
    for child in element:
        name = local_name(child)
        if name == "listBibl":
            items = None
            typesetter.one(child, made)
        elif name in _ENTRIES:
            if items is None:
                items = typesetter.open(made, "ul", cls="bibliography")
            entry = typesetter.open(items, "li")
            typesetter.one(child, entry)
        elif name in {"pb", "lb", "cb", "anchor", "milestone"} and items is not None:
            typesetter.one(child, items)
        elif name:
            items = None
            typesetter.one(child, made)
        if (child.tail or "").strip():
            typesetter.say_tail(child, items[-1] if items is not None and len(items) else made)


def set_reference(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a `bibl`: in the line, or as a paragraph where it stands between blocks.

    One that names its work by a pointer into a bibliography elsewhere alone is a short reference.
    """
    if _is_record_of_work(element, typesetter):
        fill_described(
            element, typesetter.open(into, "div", element, "description work"), typesetter
        )
    elif is_named_by_pointer(element):
        set_short_reference(_set_in_full, element, into, typesetter)
    else:
        _set_in_full(element, into, typesetter)


def _is_record_of_work(element: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a `bibl` is an entry of a register of works: notes and references on it.

    Syriaca.org has one in the body of each file.
    """
    around = element.getparent()
    is_apart = around is not None and (is_division(around) or local_name(around) == "body")
    if not is_apart or element.find(tei("title")) is None or typesetter.book.has_words(element):
        return False
    return any(not is_abbreviation(inner) for inner in element.iterchildren(tei("bibl")))


def _set_in_full(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    parent = element.getparent()
    name = local_name(parent) if parent is not None else ""
    if name in {"listBibl", *_RECORDS, "relatedItem"}:
        typesetter.carry(element, into)
        _set_words(element, into, typesetter, is_entry=True)
    elif name in _IN_LINE or (parent is not None and typesetter.book.has_words(parent)):
        typesetter.walk.is_joining |= ending(into).endswith(("(", "["))
        made = typesetter.open(into, "span", element, "bibl")
        _set_words(element, made, typesetter, is_entry=False)
        if (element.tail or "")[:1] in set(").,;:]"):
            end_with(made, ending(made).rstrip())
    else:
        made = typesetter.open(into, "p", element, "bibl")
        _set_words(element, made, typesetter, is_entry=True)


def _set_words(
    element: etree._Element, into: etree._Element, typesetter: Typesetter, *, is_entry: bool
) -> None:
    if is_entry and _is_styled(element, into, typesetter):
        return
    if _is_in_fields(element, is_entry=is_entry):
        set_parts(_parts(element, typesetter), into, typesetter, is_entry=is_entry)
    else:
        typesetter.children(element, into)


def set_part(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a part of a loose reference; one without words says what its attributes do."""
    set_as_surroundings(element, into, typesetter)
    if not len(element) and not (element.text or "").strip():
        typesetter.say(into, words_of_attributes(element))


def set_field(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a field of a loose reference; its words do not run into those of the field before."""
    before, around = element.getprevious(), element.getparent()
    is_close = before is not None and not before.tail
    is_loose = around is not None and local_name(around) == "bibl"
    if is_close and is_loose and ending(into)[-1:].isalnum():
        words = " ".join(map(str, element.itertext())).split()
        if words and words[0][0].isalnum():
            typesetter.say(into, " ")
    set_as_surroundings(element, into, typesetter)


def set_statement(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set who did what (`respStmt`); a space parts elements that nothing else does."""
    children = [child for child in element if local_name(child)]
    if has_own_words(element) or "rend" in element.attrib or len(children) < len(element):
        set_as_surroundings(element, into, typesetter)
        return
    for number, child in enumerate(children):
        if number:
            typesetter.say(into, " ")
        typesetter.one(child, into)


def set_record(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a structured reference with the punctuation that it lacks."""
    parent = element.getparent()
    name = local_name(parent) if parent is not None else ""
    if name == "listBibl":
        typesetter.carry(element, into)
        holder = into
    else:
        is_in_line = name in IN_LINE or name == "cit"
        holder = typesetter.open(into, "span" if is_in_line else "p", element, "bibl")
    if _is_styled(element, holder, typesetter):
        return
    if has_own_words(element):
        typesetter.children(element, holder)
    else:
        set_parts(_parts(element, typesetter), holder, typesetter, is_entry=True)


def _is_styled(element: etree._Element, holder: etree._Element, typesetter: Typesetter) -> bool:
    """Set an entry of a list by the edition's style file; return whether that was done."""
    if not is_csl(typesetter) or _fields_of(element) is None:
        return False
    parts = _parts(element, typesetter)
    return set_styled(element, parts, holder, typesetter, _fields_of, _shell)


def _shell(element: etree._Element, typesetter: Typesetter) -> etree._Element | None:
    """Open what is set apart within a field of a reference: a work in a title, a species."""
    has_look = any(name in element.attrib for name in ("rend", "rendition", "style"))
    if not has_look and (local_name(element) not in _SET_APART or element.get("level") == "a"):
        return None
    return open_highlighted(element, etree.Element("holder"), typesetter)


def _fields_of(element: etree._Element) -> list[Part] | None:
    """List the parts of an entry that is made of fields; None for any other reference."""
    around = element.getparent()
    is_entry = around is not None and local_name(around) == "listBibl"
    is_record = local_name(element) != "bibl" and not has_own_words(element)
    if not is_entry or not (is_record or _is_in_fields(element, is_entry=True)):
        return None
    return [part for part in parts_of(element, "notes") if not _is_raw(part)]


def _parts(element: etree._Element, typesetter: Typesetter) -> list[Part]:
    """List the parts of a reference, without what says the same again.

    That is the line that a program has read it from, and a short title that is no shorter.
    """
    parts = parts_of(element, typesetter.book.edition.text.references)
    for before, part in pairwise(list(parts)):
        if part.kind == "short-title" and part.words.casefold() == before.words.casefold():
            typesetter.leave_out(part.element, Reason.OTHER_FORM)
            parts.remove(part)
    raw = [part for part in parts if _is_raw(part)]
    rest = [part for part in parts if part not in raw]
    if not any(part.words for part in rest):
        return parts
    for part in raw:
        typesetter.leave_out(part.element, Reason.OTHER_FORM)
        _tell_unread(part, rest, typesetter)
    return rest


def _is_raw(part: Part) -> bool:
    return part.kind == "note" and "raw" in (part.element.get("type") or "").lower()


def _tell_unread(raw: Part, rest: list[Part], typesetter: Typesetter) -> None:
    """Tell of the words of a reference that are in none of its fields. Code: TYP-115."""
    said = [text for part in rest for text in (part.words, *part.element.itertext())]
    known = {word for text in said for word in _WORD.findall(str(text).casefold())}
    missing = [word for word in _WORD.findall(raw.words) if word.casefold() not in known]
    if missing:
        message = f"words of a reference are in none of its fields: {quoted(' '.join(missing))}"
        hint = "put them into fields; the note of type raw_reference is not set"
        typesetter.out.count("TYP-115", message, raw.element, hint, severity=Severity.NOTICE)


def _is_in_fields(bibl: etree._Element, *, is_entry: bool) -> bool:
    """Tell a reference that is written field by field, with no marks between, from prose.

    In the line, and where spaces part the fields of a short one, they stay as they are written.
    """
    fields = [e for e in bibl if local_name(e) not in _BESIDE and not is_abbreviation(e)]
    is_field = _is_field_of_entry if is_entry else _is_series_of_fields
    names = {local_name(field) for field in fields if not is_field(field)}
    if len(fields) < 2 or has_own_words(bibl) or not names <= _FIELDS:
        return False
    between = [field.tail or "" for field in fields[:-1]]
    if any(gap == "" for gap in between):
        return True
    return is_entry and not _are_marked(fields[:-1]) and any("\n" in gap for gap in between)


def _is_field_of_entry(field: etree._Element) -> bool:
    """Return whether a series, or a remark on an entry in a few words, is one of its fields."""
    if local_name(field) != "note":
        return _is_series_of_fields(field)
    is_called = any(field.get(name) for name in ("place", "n", "target"))
    return not is_called and len(field) == 0 and bool((field.text or "").strip())


def _is_series_of_fields(field: etree._Element) -> bool:
    return local_name(field) == "series" and not has_own_words(field)


def _are_marked(fields: list[etree._Element]) -> bool:
    """Return whether fields end in the marks that part them; a few points are of abbreviations."""
    ends = ["".join(map(str, field.itertext())).rstrip()[-1:] for field in fields]
    return any(end in {",", ":", ";"} for end in ends) or 2 * ends.count(".") > len(ends)


_PARTS = """
    author editor publisher pubPlace edition series analytic monogr imprint
    resp funder sponsor principal distributor authority relatedItem meeting titleStmt
    publicationStmt editionStmt seriesStmt notesStmt sourceDesc extent availability
""".split()

RULES = {
    "listBibl": set_list,
    "bibl": set_reference,
    **dict.fromkeys(["biblStruct", "biblFull"], set_record),
    **dict.fromkeys("biblScope citedRange".split(), set_part),
    "date": set_date,
    **dict.fromkeys(_PARTS, set_as_surroundings),
    **dict.fromkeys("author editor pubPlace publisher".split(), set_field),
    "respStmt": set_statement,
}
