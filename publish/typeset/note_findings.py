"""What the author hears of notes and of pointers: what could not be followed, and what was.

Codes: TYP-020 an id without its `#`, TYP-021 a note's own `@target` that leads nowhere, TYP-022
a note in `standOff` that is tied to nothing, TYP-061 an entry of an apparatus there, TYP-023 a
division of notes that has become empty, TYP-024 a pointer at a file that is no part of the book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from publish.house.words_kept import quoted
from publish.model.document import local_name, tei
from publish.model.finding import Severity
from publish.typeset.ledger import Reason
from publish.typeset.note_shapes import is_empty
from publish.typeset.pointing import file_in, is_bare, split_pointers
from publish.typeset.render import Typesetter
from publish.typeset.survey import Survey
from publish.typeset.urls import remote_url

MOST = 20
"""More findings of one kind than this help nobody; the rest is counted."""

LONGEST = 60
"""Characters of a note that are quoted."""

_DATA = "listPerson listPlace listOrg listEvent listRelation listBibl listObject listNym spanGrp"


def tell_notes(typesetter: Typesetter) -> None:
    """Tell of notes that are tied to nothing, and of divisions that notes have left empty."""
    plan = typesetter.book.note_plan
    for note, target in plan.broken[:MOST]:
        message = f"a note's target {target!r} is nothing that the book shows"
        hint = "mend it, or give what is meant this xml:id; the note stays where it stands"
        typesetter.out.tell("TYP-021", message, note, hint)
    _count(typesetter, "TYP-021", "such notes", len(plan.broken))
    for note in plan.untied:
        typesetter.leave_out(note, Reason.UNTIED)
        if local_name(note) == "app":
            _tell_untied_entry(note, typesetter)
    untied = [note for note in plan.untied if local_name(note) != "app"]
    for note in untied[:MOST]:
        message = f"a note in standOff belongs to nothing that the book shows: {_quote(note)}"
        hint = "give it a @target that is the '#' and xml:id of an element of the text"
        typesetter.out.tell("TYP-022", message, note, hint)
    _count(typesetter, "TYP-022", "such notes", len(untied))
    for division in plan.emptied:
        typesetter.leave_out(division, Reason.ELSEWHERE)
        if division.getparent() not in plan.emptied:
            _tell_emptied(division, typesetter)
    _tell_data(typesetter)


def _tell_untied_entry(entry: etree._Element, typesetter: Typesetter) -> None:
    words = quoted(" ".join(map(str, entry.itertext(etree.Element))))
    message = (
        f"an entry of an apparatus in standOff belongs to nothing that the book shows: {words}"
    )
    hint = "give it @from and @to, pointers at the text, or move the <listApp> into <back>"
    typesetter.out.count("TYP-061", message, entry, hint)


def _tell_emptied(division: etree._Element, typesetter: Typesetter) -> None:
    head = next((head for head in division.iter(tei("head")) if not is_empty(head)), None)
    if head is None:
        return
    message = f"the heading {_quote(head)} is left out: its notes stand where they are referred to"
    typesetter.out.tell("TYP-023", message, division, severity=Severity.NOTICE)


def _tell_data(typesetter: Typesetter) -> None:
    """Say that data in `standOff` is left out, as it is in a text, unless a `divGen` lists it."""
    for holder in typesetter.book.document.root.iter(tei("standOff")):
        for data in holder.iter(*map(tei, _DATA.split())):
            if data not in typesetter.walk.ledger.whole:
                typesetter.leave_out(data, Reason.DATA)
                typesetter.out.tell_left_out(data)


def _quote(element: etree._Element) -> str:
    words = " ".join("".join(map(str, element.itertext(etree.Element))).split())
    return repr(words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…")


def _count(typesetter: Typesetter, code: str, what: str, number: int) -> None:
    if number > MOST:
        typesetter.out.tell(code, f"and {number - MOST} more {what}")


def tell_pointers(typesetter: Typesetter) -> None:
    """Tell once of ids without the `#` of a pointer, and of other files (TEI chapter 17.2)."""
    bare = list(_bare_pointers(typesetter.book.survey))
    if bare:
        element, attribute, target = bare[0]
        message = f"{attribute}={target!r} is an id without the '#' of a pointer{_more(bare)}"
        hint = f"write '#{target}'; it is followed as if you had"
        typesetter.out.tell("TYP-020", message, element, hint)
    _tell_elsewhere(typesetter)


def _tell_elsewhere(typesetter: Typesetter) -> None:
    """Tell of pointers at other files, and by a warning of those that leave nothing to read."""
    elsewhere = list(_pointers_elsewhere(typesetter.book.survey))
    worded = [found for found in elsewhere if not is_empty(found[0]) or _is_cited(found[0])]
    empty = [found for found in elsewhere if found not in worded]
    kinds = (
        (worded, Severity.NOTICE, "", "its words are set without a link; include the file,"),
        (empty, Severity.WARNING, ", and has no words to read instead", "include the file,"),
    )
    for found, severity, lack, hint in kinds:
        if found:
            element, target = found[0]
            more = _more(found)
            message = f"{target!r} leads to a file that is no part of the book{lack}{more}"
            end = "or write a web address" if found is worded else "or write what it is to be read"
            typesetter.out.tell("TYP-024", message, element, f"{hint} {end}", severity)


def _is_cited(pointer: etree._Element) -> bool:
    """Return whether a pointer is part of a reference, which says its address."""
    records = (tei(name) for name in ("bibl", "biblStruct", "biblFull"))
    return next(pointer.iterancestors(*records), None) is not None


def _more(found: Sequence[object]) -> str:
    return f" (and {len(found) - 1} more such pointers)" if len(found) > 1 else ""


def _pointers_elsewhere(survey: Survey) -> Iterator[tuple[etree._Element, str]]:
    for pointer in survey.pointers:
        if not remote_url(pointer.get("target") or "") and not _is_of_music(pointer):
            for target in split_pointers(pointer.get("target")):
                if file_in(target, survey.by_id, survey.file_name):
                    yield pointer, target


def _is_of_music(pointer: etree._Element) -> bool:
    """Return whether a pointer names the file of music that is engraved in its place (TYP-112)."""
    around = pointer.getparent()
    return around is not None and local_name(around) == "notatedMusic"


def _bare_pointers(survey: Survey) -> Iterator[tuple[etree._Element, str, str]]:
    notes = [n for t in survey.texts for n in t.iter(tei("note"))]
    for element in [*survey.pointers, *(n for n in [*notes, *survey.standoff] if not is_empty(n))]:
        for attribute in ("target", "targetEnd"):
            for target in split_pointers(element.get(attribute)):
                if is_bare(target, survey.by_id):
                    yield element, attribute, target
