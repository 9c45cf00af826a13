"""Rules for critical apparatus (TEI chapter 13): the text reads on, variants stand in notes.

A note says `lemma] reading A B; reading C`, as printed editions do (Chicago 14.53 leaves it to
the field). Where the editor chose no lemma, the first reading is the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.model.document import XML_ID, local_name, tei
from publish.model.publication import XHTML
from publish.typeset.ledger import Reason
from publish.typeset.note_shapes import is_empty, stands_apart
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.notes import last_block, refer

LONGEST_LEMMA = 6
"""Words; of a longer lemma, the note quotes the first and the last ones."""

MOST_SIGLA = 12
"""A reading of more witnesses than this names so many, and counts the rest."""

_PARTS = frozenset("lem rdg rdgGrp wit witDetail note noteGrp".split())
"""What an entry is made of; of these, the text shows one reading only."""

OMITTED = "om."
"""What editions print for a reading that is no words at all (omisit)."""


def set_entry(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one `app`: its lemma in the text, its other readings in a note.

    The text of one that `standOff` keeps has its lemma already.
    """
    parent = element.getparent()
    place = typesetter.book.note_plan.moved.get(element)
    if place is not None:
        _set_tied(element, place, into, typesetter)
        return
    if parent is not None and local_name(parent) == "listApp":
        _set_listed(element, into, typesetter)
        return
    chosen = _chosen(element)
    if chosen is not None and not _is_said(element, chosen, into):
        typesetter.one(chosen, into)
    typesetter.rest(element, into, *_PARTS)
    if not _has_variants(element, chosen, typesetter):
        for reading in element.iterchildren(*map(tei, ("lem", "rdg", "rdgGrp", "wit"))):
            typesetter.leave_out(reading, Reason.OTHER_READING)
        return
    if stands_apart(element):
        block = last_block(into)
        if block is None:
            _fill(element, typesetter.open(into, "aside", None, "note-block apparatus"), typesetter)
            return
        into = block
    refer(element, into, typesetter, fill=_fill)


def _set_tied(
    entry: etree._Element, place: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    if _has_variants(entry, _chosen(entry), typesetter):
        refer(entry, into, typesetter, fill=_fill, behind=place)
    else:
        typesetter.leave_out(entry, Reason.OTHER_READING)


def _is_said(entry: etree._Element, chosen: etree._Element, into: etree._Element) -> bool:
    """Return whether the text before an entry has its lemma already.

    So it is where an entry says which words of the text it is about (TEI chapter 13.2.1, 13.2.2).
    """
    if not entry.get("from") and not entry.get("loc"):
        return False
    words, said = _words(chosen), " ".join("".join(map(str, into.itertext())).split())
    start = len(said) - len(words)
    return bool(words) and said.endswith(words) and not said[max(0, start - 1) : start].isalnum()


def _chosen(entry: etree._Element) -> etree._Element | None:
    """Choose the reading of the text: the lemma, else the first reading.

    A list of entries stands apart from the text, which has none of the readings then.
    """
    lemma, around = entry.find(tei("lem")), entry.getparent()
    if lemma is not None or (around is not None and local_name(around) == "listApp"):
        return lemma
    return next(entry.iter(tei("rdg")), None)


def _readings(entry: etree._Element) -> list[etree._Element]:
    """List the readings of an entry and of the groups in it, not those of entries inside."""
    found: list[etree._Element] = []
    for child in entry:
        name = local_name(child)
        if name in {"lem", "rdg"}:
            found.append(child)
        elif name == "rdgGrp":
            found += _readings(child)
    return found


def _notes(entry: etree._Element, typesetter: Typesetter) -> list[etree._Element]:
    """List the editor's notes on an entry that go nowhere else."""
    moved = typesetter.book.note_plan.moved
    found = _notes_on(entry, typesetter) if local_name(entry) == "app" else []
    for child in entry:
        name = local_name(child)
        if name in {"note", "witDetail"} and child not in moved and not is_empty(child):
            found.append(child)
        elif name in {"noteGrp", "rdgGrp"}:
            found += _notes(child, typesetter)
    return found


def _notes_on(reading: etree._Element, typesetter: Typesetter) -> list[etree._Element]:
    """List the notes that name a reading, or the entry, as their place."""
    return list(typesetter.book.note_plan.on_reading.get(reading, ()))


def _has_variants(
    entry: etree._Element, chosen: etree._Element | None, typesetter: Typesetter
) -> bool:
    """Return whether a note would say more than the text does."""
    if _notes(entry, typesetter):
        return True
    if any(_notes_on(reading, typesetter) for reading in _readings(entry)):
        return True
    inside = (child for group in _groups(entry) for child in group)
    if any(_words(child) for child in inside if local_name(child) not in {"", *_PARTS}):
        return True
    words = "" if chosen is None else _words(chosen)
    return any(reading is not chosen and _words(reading) != words for reading in _readings(entry))


def _fill(entry: etree._Element, body: etree._Element, typesetter: Typesetter) -> None:
    """Write an entry into a note: the lemma, each other reading, the editor's notes."""
    _set_all(entry, body, typesetter, quotes_lemma=True)


def _set_all(
    entry: etree._Element, body: etree._Element, typesetter: Typesetter, *, quotes_lemma: bool
) -> None:
    chosen = _chosen(entry)
    is_listed = chosen is not None and chosen not in typesetter.walk.ledger.whole
    readings = [reading for reading in _readings(entry) if reading is not chosen]
    like = [
        reading
        for reading in readings
        if _agrees(reading, chosen) and not _notes_on(reading, typesetter)
    ]
    for reading in like:
        typesetter.leave_out(reading, Reason.OTHER_READING)
    others = [reading for reading in readings if reading not in like]
    if any(map(_words, _readings(entry))):
        line = typesetter.open(body, "p", None, "apparatus")
        has_notes = chosen is not None and bool(_notes_on(chosen, typesetter))
        is_quoted = is_listed or (quotes_lemma and (readings or has_notes))
        if is_quoted and chosen is not None and _words(chosen):
            _quote_lemma([chosen, *like], line, typesetter, is_whole=is_listed)
            _say_notes(chosen, line, typesetter)
            typesetter.say(line, "] " if readings else "")
        elif chosen is None:
            _quote_place(entry, line, typesetter)
        for number, reading in enumerate(others):
            typesetter.say(line, "; " if number else "")
            _set_reading(reading, line, typesetter)
        if len(line) == 0:
            body.remove(line)
    _set_stray(entry, body, typesetter)
    left = (note for reading in _readings(entry) for note in _notes_on(reading, typesetter))
    unsaid = [note for note in left if note not in typesetter.walk.tied]
    for note in [*unsaid, *_notes(entry, typesetter)]:
        typesetter.walk.tied.add(note)
        typesetter.children(note, typesetter.open(body, "div", note, "apparatus-note"))


def _quote_place(entry: etree._Element, line: etree._Element, typesetter: Typesetter) -> None:
    """Quote the word of the text that an entry without a lemma is on (`@from` alone)."""
    place = typesetter.book.note_plan.moved.get(entry)
    words = _words(place) if place is not None and entry.get("from") else ""
    if words and not entry.get("to") and len(words.split()) <= LONGEST_LEMMA:
        typesetter.say(typesetter.open(line, "span", None, "lemma"), words)
        typesetter.say(line, "] ")


def _set_stray(entry: etree._Element, body: etree._Element, typesetter: Typesetter) -> None:
    """Set what stands in an entry beside its readings and notes: no word of it is lost.

    So do the description of a group of notes, and witnesses that no reading stands before.
    """
    groups = list(_groups(entry))
    for group in groups:
        typesetter.rest(group, body, *_PARTS)
    for witnesses in (wit for group in (entry, *groups) for wit in group.iterchildren(tei("wit"))):
        if witnesses not in typesetter.walk.ledger.left_out and _words(witnesses):
            line = typesetter.open(body, "p", witnesses, "apparatus")
            typesetter.say_as(witnesses, line, _words(witnesses))


def _groups(entry: etree._Element) -> Iterator[etree._Element]:
    """Yield the groups of readings and of notes in an entry, not those of entries inside."""
    for group in entry.iterchildren(tei("rdgGrp"), tei("noteGrp")):
        yield group
        yield from _groups(group)


def _agrees(reading: etree._Element, chosen: etree._Element | None) -> bool:
    """Return whether a reading has the lemma's words, so that its witnesses join the lemma's."""
    if chosen is None or not _words(chosen) or reading.find(f".//{tei('note')}") is not None:
        return False
    return _words(reading) == _words(chosen)


def _quote_lemma(
    readings: list[etree._Element], line: etree._Element, typesetter: Typesetter, *, is_whole: bool
) -> None:
    """Quote a lemma from the text; one that stands in no text is set here, whole."""
    chosen = readings[0]
    if is_whole:
        typesetter.children(chosen, typesetter.open(line, "span", chosen, "lemma"))
    else:
        words = _words(chosen).split()
        if len(words) > LONGEST_LEMMA:
            words = [*words[:2], "…", *words[-2:]]
        typesetter.say(typesetter.open(line, "span", None, "lemma"), " ".join(words))
    _set_sigla(readings, line, typesetter)


def _set_reading(reading: etree._Element, line: etree._Element, typesetter: Typesetter) -> None:
    if _words(reading):
        typesetter.children(reading, typesetter.open(line, "span", reading, "reading"))
    else:
        typesetter.say(typesetter.open(line, "i", reading, "omitted"), OMITTED)
        typesetter.children(reading, line)
    _set_sigla([reading], line, typesetter)
    _say_notes(reading, line, typesetter)


def _say_notes(reading: etree._Element, line: etree._Element, typesetter: Typesetter) -> None:
    """Set what the editor says of one reading behind it, in brackets."""
    for note in _notes_on(reading, typesetter):
        typesetter.walk.tied.add(note)
        typesetter.say(line, " (")
        made = typesetter.open(line, "span", note, "reading-note")
        blocks = [child for child in note if local_name(child) in {"p", "ab"}]
        if len(blocks) == 1 and not _words(note).removeprefix(_words(blocks[0])):
            note = blocks[0]
        typesetter.children(note, made)
        typesetter.trim(made)
        typesetter.say(line, ")")


def _set_sigla(
    readings: list[etree._Element], line: etree._Element, typesetter: Typesetter
) -> None:
    """Name the witnesses of readings behind them."""
    names = [name for reading in readings for name in _sigla(reading, typesetter)]
    names = list(dict.fromkeys(names))
    if not names:
        return
    if len(names) > MOST_SIGLA + 1:
        names = [*names[:MOST_SIGLA], f"… (+{len(names) - MOST_SIGLA})"]
    typesetter.say(line, " ")
    typesetter.open(line, "span", None, "sigla").text = " ".join(names)


def _sigla(reading: etree._Element, typesetter: Typesetter) -> list[str]:
    """Read `@wit`, or else a `wit` that follows, or else `@source` and `@resp`."""
    named = list(_named_behind(reading))
    pointers = reading.get("wit")
    for witnesses in named:
        typesetter.leave_out(witnesses, Reason.OTHER_FORM)
    if named and not pointers:
        return " ".join(map(_words, named)).split()
    pointers = pointers or reading.get("source") or reading.get("resp") or ""
    keys = [pointer.rpartition("#")[2] for pointer in pointers.split()]
    return [_sign_of(key, typesetter) for key in keys if key]


def _named_behind(reading: etree._Element) -> Iterator[etree._Element]:
    """Yield each `wit` between a reading and the next; notes and comments may stand between."""
    for following in reading.itersiblings():
        name = local_name(following)
        if name == "wit":
            yield following
        elif name in {"lem", "rdg", "rdgGrp"}:
            return


def _sign_of(key: str, typesetter: Typesetter) -> str:
    witness = typesetter.book.survey.described(key, "witness")
    return (_siglum(witness) if witness is not None else "") or key


def _siglum(witness: etree._Element) -> str:
    for child in witness.iter(tei("abbr"), tei("idno"), tei("label")):
        if (child.get("type") or "siglum") in {"siglum", "sigil", "sigla"} and _words(child):
            return _words(child)
    return (witness.get("n") or witness.get(XML_ID) or "").strip()


def _words(element: etree._Element) -> str:
    """Return the words of a reading, without those of notes inside it."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and local_name(child) not in {"note", "fw", "rdg", "wit"}:
            pieces.append(_words(child) + (" " if local_name(child) in {"l", "p", "ab"} else ""))
        pieces.append(child.tail or "")
    return " ".join("".join(pieces).split())


def _set_listed(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an entry of an apparatus that stands apart from its text, with the place it is on."""
    made = typesetter.open(into, "div", element, "app-entry")
    lemma = element.find(tei("lem"))
    is_long = lemma is not None and len(_words(lemma).split()) > LONGEST_LEMMA
    if lemma is not None and is_long:
        line = typesetter.open(made, "p", None, "lemma")
        typesetter.children(lemma, line)
        _set_sigla([lemma], line, typesetter)
        _say_notes(lemma, line, typesetter)
    _set_all(element, made, typesetter, quotes_lemma=not is_long)
    _begin_with_place(made, (element.get("loc") or element.get("n") or "").strip())


def _begin_with_place(made: etree._Element, place: str) -> None:
    """Put the place that an entry is on before its first words, in their line."""
    if not place:
        return
    span = etree.Element(f"{{{XHTML}}}span", {"class": "app-place"})
    span.text = place
    first = next(iter(made), None)
    holder = made if first is None or _holds_blocks(first) else first
    span.tail, holder.text = f" {(holder.text or '').lstrip()}", None
    holder.insert(0, span)


def _holds_blocks(block: etree._Element) -> bool:
    return any(local_name(child) in {"p", "div", "ul", "ol", "table"} for child in block)


def set_witnesses(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the list of witnesses with the signs by which the notes call them."""
    made = typesetter.open(into, "div", element, "witnesses")
    typesetter.children(element, made)


def set_witness(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one witness: its sign, then what the list says of it."""
    made = typesetter.open(into, "div", element, "witness")
    name = _siglum(element)
    if name and not _words(element).startswith(name):
        typesetter.open(made, "b", None, "sigla").text = name
        typesetter.say(made, " ")
    typesetter.children(element, made)


def drop(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave out what the notes of an apparatus say already."""
    typesetter.leave_out(element, Reason.OTHER_FORM)


RULES = {
    "app": set_entry,
    **dict.fromkeys("lem rdg rdgGrp".split(), set_as_surroundings),
    **dict.fromkeys("wit witDetail".split(), drop),
    "listWit": set_witnesses,
    "witness": set_witness,
    "listApp": set_witnesses,
}
