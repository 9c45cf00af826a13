"""Rules for words that the manuscript gives in two readings (TEI chapter 3.5).

Which one is shown is decided by the view: `corrected` shows `corr`, `reg`, `expan` and `ex`;
`diplomatic` shows `sic`, `orig`, `abbr` and `am`; `marked` shows both, the first struck out.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.typography import language_at
from publish.house.words_kept import quoted
from publish.model.document import XML_ID, local_name, tei
from publish.model.edition import View
from publish.model.finding import Severity
from publish.model.publication import SOURCE_READING
from publish.model.text_kind import TextKind
from publish.typeset.ledger import Reason
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.sigla import begins_behind, is_siglum

_EDITED = ("corr", "reg", "expan", "ex")
_WRITTEN = ("sic", "orig", "abbr", "am")

_READINGS = frozenset([*_EDITED, *_WRITTEN, "seg", "unclear", "choice"])
"""What a `choice` is between (TEI model.choicePart); anything else in it is no alternative."""

CRUX = "†"
"""What stands before and behind a passage that its editor gives up."""

CLASSICAL = frozenset(["la", "grc"])
"""Languages whose editors mark so what they give up."""

_CERTAINTIES = ("high", "medium", "low", "unknown")

_OF_A_WORD = frozenset("abbr expan choice w orig reg seg hi name persName placeName num".split())
"""Elements in which the sign of an abbreviation stands beside its letters, if not at once."""

_KEPT = ("pb", "note", "anchor", "index")
"""What a reading that is not shown may hold that the book cannot do without."""


def set_choice(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the reading that the view asks for; alternatives without a preference stand side by side.

    The reading shown carries the id of the `choice`, so that the list of corrections leads to it.
    """
    edited, written = _best(element, _EDITED), _best(element, _WRITTEN)
    readings = (name for name in map(local_name, element) if name not in _KEPT)
    typesetter.rest(element, into, *readings)
    if typesetter.book.view is View.MARKED and edited is not None and written is not None:
        _leave_others(element, (written, edited), (), typesetter)
        _set_both(element, written, edited, into, typesetter)
        return
    wanted = (written, edited) if typesetter.book.view is View.DIPLOMATIC else (edited, written)
    visible = next((reading for reading in wanted if reading is not None), None)
    if visible is None:
        _set_alternatives(element, into, typesetter)
        return
    hidden = edited if visible is written else written
    _leave_others(element, (visible,), () if hidden is None else (hidden,), typesetter)
    holder = into
    is_erratum = _is_erratum(element, typesetter)
    if element.get(XML_ID) or is_erratum:
        holder = typesetter.open(into, "span", element, local_name(visible))
        typesetter.carry(visible, holder)
        typesetter.children(visible, holder)
        if is_erratum and hidden is not None:
            holder.set(SOURCE_READING, "".join(map(str, hidden.itertext())))
    else:
        typesetter.one(visible, holder)
    if hidden is not None:
        keep_milestones(hidden, visible, holder, typesetter)
    for stray in (child for child in element if local_name(child) not in _READINGS):
        typesetter.one(stray, holder)


def _is_erratum(choice: etree._Element, typesetter: Typesetter) -> bool:
    """Tell a `choice` that an erratum has become, or a further place of one (`@corresp`)."""
    named = choice.get(XML_ID) or (choice.get("corresp") or "").removeprefix("#")
    return bool(named) and any(r.target == named for r in typesetter.book.document.resolutions)


def _leave_others(
    choice: etree._Element,
    visible: tuple[etree._Element, ...],
    hidden: tuple[etree._Element, ...],
    typesetter: Typesetter,
) -> None:
    """Leave out what the view does not show: `hidden`, and readings beyond one of each kind.

    Code: TYP-060 for these, which no view shows.
    """
    known = {_words(reading) for reading in (*visible, *hidden)}
    for reading in choice:
        name = local_name(reading)
        if reading in visible or name in {"", *_KEPT}:
            continue
        typesetter.leave_out(reading, Reason.OTHER_READING)
        words = _words(reading)
        if reading in hidden or not words or words in known:
            continue
        message = f"a further <{name}> of a <choice> is left out: {quoted(words)}"
        hint = "give the reading to be set @cert='high', or put the others into an <app> or <note>"
        typesetter.out.count("TYP-060", message, reading, hint, kind=name, severity=Severity.NOTICE)


def _words(reading: etree._Element) -> str:
    return " ".join("".join(map(str, reading.itertext(etree.Element))).split())


def _best(choice: etree._Element, names: tuple[str, ...]) -> etree._Element | None:
    """Choose a reading: by its kind, then by the editor's certainty, then the first."""
    found = [child for child in choice if local_name(child) in names]
    return min(found, key=lambda e: (names.index(local_name(e)), _doubt(e)), default=None)


def _doubt(reading: etree._Element) -> int:
    certainty = reading.get("cert") or ""
    return _CERTAINTIES.index(certainty) if certainty in _CERTAINTIES else 0


def _set_both(
    choice: etree._Element,
    written: etree._Element,
    edited: etree._Element,
    into: etree._Element,
    typesetter: Typesetter,
) -> None:
    made = typesetter.open(into, "span", choice, "choice")
    for tag, reading in (("del", written), ("ins", edited)):
        visible = typesetter.open(made, tag, reading, local_name(reading))
        typesetter.children(reading, visible)


def _set_alternatives(choice: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set readings of equal rank with a slash between them, so that none is lost."""
    made = typesetter.open(into, "span", choice) if choice.get(XML_ID) else into
    is_first = True
    for reading in choice:
        if local_name(reading) in _KEPT or not "".join(map(str, reading.itertext())).strip():
            continue
        if not is_first:
            typesetter.say(made, "/")
        typesetter.one(reading, made)
        is_first = False


def keep_milestones(
    hidden: etree._Element,
    visible: etree._Element | None,
    into: etree._Element,
    typesetter: Typesetter,
) -> None:
    """Set the page breaks, notes and anchors of words that are not shown, but none twice."""
    for element in hidden.iter(*map(tei, _KEPT)):
        is_in_note = next(element.iterancestors(tei("note")), None) is not None
        if not is_in_note and not (visible is not None and _has_like(visible, element)):
            typesetter.one(element, into)


def _has_like(visible: etree._Element, element: etree._Element) -> bool:
    """Return whether the reading shown has the same note, or a page break, anchor, term as well."""
    said = "".join(map(str, element.itertext())).split()
    others = visible.iter(element.tag)
    if local_name(element) != "note":
        return next(others, None) is not None
    return any("".join(map(str, note.itertext())).split() == said for note in others)


def set_correction(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a correction; in the marked view as an insertion."""
    tag = "ins" if typesetter.book.view is View.MARKED else "span"
    typesetter.children(element, typesetter.open(into, tag, element, "corr"))


def set_error(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what the editor holds to be an error; the marked view says so in the usual word.

    Words that an edition prints and cannot mend stand between daggers (West, Textual Criticism and
    Editorial Technique, 1973, page 80).
    """
    parent = element.getparent()
    is_alone = parent is None or local_name(parent) != "choice"
    dagger = CRUX if is_alone and _is_crux(element, typesetter) else ""
    made = typesetter.open(into, "span", element, "sic")
    typesetter.say(made, dagger)
    typesetter.children(element, made)
    typesetter.say(made, dagger)
    if is_alone and not dagger and typesetter.book.view is View.MARKED:
        typesetter.say(made, " [")
        typesetter.open(made, "i", cls="sign").text = "sic"
        typesetter.say(made, "]")


def _is_crux(sic: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether words without a correction are given up, and no dagger stands by them.

    So classicists use `sic`, in a lemma above all; elsewhere it is what a source has so.
    """
    language = language_at(sic, typesetter.book.edition.book.language).partition("-")[0]
    is_edition = typesetter.book.taken.kind is TextKind.CRITICAL_EDITION and language in CLASSICAL
    words = "".join(map(str, sic.itertext()))
    before = sic.getprevious()
    around = sic.getparent()
    said = before.tail if before is not None else around.text if around is not None else ""
    is_said = CRUX in words or (said or "").rstrip().endswith(CRUX)
    is_chosen = next(sic.iterancestors(tei("lem")), None) is not None
    return bool(words.strip()) and not is_said and (is_edition or is_chosen)


def set_expansion(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the letters that the editor adds to an abbreviation; bracketed unless corrected."""
    if typesetter.book.view is View.CORRECTED:
        set_as_surroundings(element, into, typesetter)
        return
    made = typesetter.open(into, "span", element, "ex")
    typesetter.say(made, "(")
    typesetter.children(element, made)
    typesetter.say(made, ")")


def set_abbreviation_mark(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set the sign of an abbreviation, except beside the letters that it stands for."""
    if typesetter.book.view is View.DIPLOMATIC or not _is_resolved(element):
        set_as_surroundings(element, into, typesetter)
    else:
        typesetter.leave_out(element, Reason.OTHER_READING)


def set_abbreviation(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an abbreviation; a siglum in a list is parted from the name that it stands before.

    One that a reference of a list begins with is bold, as lists of abbreviations have it.
    """
    around = element.getparent()
    name = "" if around is None else local_name(around)
    is_sign = is_siglum(element) and name in {"bibl", "persName", "person", "org"}
    if is_sign and name == "bibl" and _heads_reference(element):
        set_as_surroundings(element, typesetter.open(into, "b", None, "siglum"), typesetter)
    else:
        set_as_surroundings(element, into, typesetter)
    if is_sign and begins_behind(element):
        typesetter.say(into, " ")


def _heads_reference(sign: etree._Element) -> bool:
    """Return whether a siglum begins a reference of a list, with more behind it."""
    bibl = sign.getparent()
    if bibl is None or (bibl.text or "").strip() or sign.getprevious() is not None:
        return False
    around = bibl.getparent()
    is_listed = around is not None and local_name(around) == "listBibl"
    return is_listed and (sign.getnext() is not None or bool((sign.tail or "").strip()))


def _is_resolved(mark: etree._Element) -> bool:
    """Return whether the letters that a sign stands for are in its word, not just in its text."""
    parent = mark.getparent()
    if parent is None:
        return False
    if local_name(parent) in _OF_A_WORD:
        return parent.find(tei("ex")) is not None
    before, behind = mark.getprevious(), mark.getnext()
    return (behind is not None and not mark.tail and local_name(behind) == "ex") or (
        before is not None and not before.tail and local_name(before) == "ex"
    )


RULES = {
    "choice": set_choice,
    "corr": set_correction,
    "sic": set_error,
    "ex": set_expansion,
    "am": set_abbreviation_mark,
    "abbr": set_abbreviation,
    **dict.fromkeys("orig reg expan".split(), set_as_surroundings),
}
