"""An entry of a critical apparatus as the foot of a page has it: `arma … cano] arma M: armo S`.

Entries of one band run on in a paragraph, so that all that an entry says stands in lines of text:
the lemma, its witnesses, each other reading with its own, and an editor's remark behind what it is
on (West, Textual Criticism and Editorial Technique, 1973, part II, chapter 2).
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.text_kind import TextKind
from publish.typeset.ledger import Reason
from publish.typeset.note_shapes import is_empty
from publish.typeset.readings import (
    OMITTED,
    PARTS,
    READING,
    chosen_of,
    groups_of,
    has_bound,
    has_lost,
    notes_of_entry,
    notes_on,
    part_readings,
    readings_of,
    word_before,
    words_of,
)
from publish.typeset.render import Typesetter
from publish.typeset.sigla import set_sigla_closed_up
from publish.typeset.xhtml import H, end_with, ending, name_of, rename

LONGEST_LEMMA = 3
"""Words; of a longer lemma stand the first and the last, with dots between."""

APART = "apart"
"""The class of an entry that no paragraph can take in."""

LONGEST_RUN = 800
"""Characters; a longer entry, such as a parallel in full, stands apart, and pages may part it."""

BEHIND, ADDED = "post", "add."
"""What editions print for words that others have behind one of the text (addidit)."""

_STRUCTURES = frozenset("ul ol dl table figure blockquote pre img math svg hr".split())
_INTRODUCTIONS = frozenset(
    "uel vel an aut siue sive seu immo nisi malim debuit fort fortasse forsan forte or ou".split()
) | {"nisi mauis", "nisi mavis"}
"""Words of an editor with which a conjecture begins (West 1973, part II, chapter 2)."""

_MARKS = ",;: "
_STOPS = ",;:.!?"
"""What stands behind no word of a lemma that is shortened: *foedauit … hostis*."""

_CLOSES_UP = tuple(",.;:!?)]")


def fill_run_on(entry: etree._Element, body: etree._Element, typesetter: Typesetter) -> None:
    """Write an entry into a note as words of one paragraph."""
    chosen = chosen_of(entry)
    like, others = part_readings(entry, chosen, typesetter)
    for reading in like:
        typesetter.leave_out(reading, Reason.OTHER_READING)
    if chosen is not None and _is_added(chosen, others):
        _set_addition(entry, body, typesetter)
    elif chosen is not None:
        _set_lemma(chosen, like, others, body, typesetter)
        if others:
            _say_notes(_notes_behind(chosen, typesetter), body, typesetter)
    is_added = chosen is not None and _is_added(chosen, others)
    for number, reading in enumerate(others):
        sign = ":" if number else "]" if _says(body) and not is_added else ""
        _apart(body, sign, typesetter)
        _set_reading(reading, body, typesetter)
    if not others and _says(body) and notes_of_entry(entry, typesetter):
        _apart(body, "]", typesetter)
    _set_rest(entry, body, typesetter)


def _is_added(chosen: etree._Element, others: list[etree._Element]) -> bool:
    """Return whether the text has nothing where all others have words, and nobody attests that."""
    is_bare = not words_of(chosen) and not any(map(chosen.get, ("wit", "source", "resp")))
    return is_bare and local_name(chosen) == "lem" and bool(others) and all(map(words_of, others))


def _set_addition(entry: etree._Element, body: etree._Element, typesetter: Typesetter) -> None:
    """Say behind which word of the text others add some: `post pulchra add. specialia V`."""
    before = word_before(entry)
    if before:
        typesetter.say(typesetter.open(body, "i", None, "omitted"), BEHIND)
        typesetter.say(body, " ")
        typesetter.say(typesetter.open(body, "span", None, "lemma"), before)
        typesetter.say(body, " ")
    typesetter.say(typesetter.open(body, "i", None, "omitted"), ADDED)


def _says(body: etree._Element) -> bool:
    """Return whether an entry has begun with words."""
    return bool(ending(body).strip())


def _set_lemma(
    chosen: etree._Element,
    like: list[etree._Element],
    others: list[etree._Element],
    body: etree._Element,
    typesetter: Typesetter,
) -> None:
    """Quote the lemma, short, with its witnesses; one that stands in no text is set whole."""
    if chosen not in typesetter.walk.ledger.whole and words_of(chosen):
        made = typesetter.open(body, "span", chosen, "lemma")
        said = words_of(chosen)
        if said.endswith("]") and "[" not in said and not len(chosen):
            typesetter.say_as(chosen, made, said.rstrip(" ]"))
        else:
            typesetter.children(chosen, made)
    elif words_of(chosen):
        words = _without_last_mark(words_of(chosen), others).split()
        if len(words) > LONGEST_LEMMA:
            words = [
                words[0].rstrip(_STOPS) or words[0],
                "…",
                words[-1].rstrip(_STOPS) or words[-1],
            ]
        typesetter.say(typesetter.open(body, "span", None, "lemma"), " ".join(words))
    elif local_name(chosen) == "lem" or chosen.get("wit"):
        typesetter.say(typesetter.open(body, "i", None, "omitted"), OMITTED)
    set_sigla_closed_up([chosen, *like], body, typesetter)
    _say_notes(notes_on(chosen, typesetter), body, typesetter)


def _without_last_mark(words: str, others: list[etree._Element]) -> str:
    """Take the mark off a lemma's end, unless it is what others have another or none of."""
    bare = words.rstrip(_MARKS)
    is_on_mark = any(words_of(other).rstrip(_MARKS) == bare for other in others)
    return words if is_on_mark or not bare else bare


def _set_reading(reading: etree._Element, body: etree._Element, typesetter: Typesetter) -> None:
    notes = notes_on(reading, typesetter)
    ahead = [note for note in notes if _stands_before(note, reading)]
    _say_notes([*_introducing(reading, typesetter), *ahead], body, typesetter)
    _space(body, typesetter)
    set_words(reading, body, typesetter)
    set_sigla_closed_up([reading], body, typesetter)
    _say_notes([note for note in notes if note not in ahead], body, typesetter)
    _say_notes(_notes_behind(reading, typesetter), body, typesetter)


def _notes_behind(reading: etree._Element, typesetter: Typesetter) -> list[etree._Element]:
    """List the notes that name no reading, and stand between this one and the next.

    Those behind the last are said at the entry's end.
    """
    found: list[etree._Element] = []
    for following in reading.itersiblings():
        if local_name(following) in {"lem", "rdg", "rdgGrp"}:
            return [note for note in found if not _introduces(note)]
        if _is_plain_note(following, typesetter):
            found.append(following)
    return []


def _introducing(reading: etree._Element, typesetter: Typesetter) -> list[etree._Element]:
    """List the notes right before a reading that name none, and are its first words: `uel`."""
    found: list[etree._Element] = []
    for before in reading.itersiblings(preceding=True):
        if local_name(before) and not (_is_plain_note(before, typesetter) and _introduces(before)):
            break
        if local_name(before):
            found.insert(0, before)
    return found


def _is_plain_note(element: etree._Element, typesetter: Typesetter) -> bool:
    is_note = local_name(element) in {"note", "witDetail"}
    return is_note and element not in typesetter.book.note_plan.moved and not is_empty(element)


def _introduces(note: etree._Element) -> bool:
    return words_of(note).casefold().rstrip(".") in _INTRODUCTIONS


def set_words(reading: etree._Element, line: etree._Element, typesetter: Typesetter) -> None:
    """Set the words of a reading, or say that it has none.

    What a witness has lost or nobody can read is a gap, and nothing that it leaves out. In the
    apparatus of an inscription a reading may be described alone, `litterae in ligatura`.
    """
    gaps = list(reading.iter(tei("gap")))
    is_of_stone = typesetter.book.taken.kind is TextKind.INSCRIPTION
    is_described = is_of_stone and reading.find(tei("note")) is not None
    if words_of(reading) or has_bound(reading) or is_described or has_lost(reading):
        typesetter.children(reading, typesetter.open(line, "span", reading, READING))
    else:
        typesetter.say(typesetter.open(line, "i", reading, "omitted"), OMITTED)
        for gap in gaps:
            typesetter.leave_out(gap, Reason.OTHER_FORM)
        typesetter.rest(reading, line, "gap")


def _stands_before(note: etree._Element, reading: etree._Element) -> bool:
    """Return whether an editor's remark introduces a reading: `an`, `nisi mauis`."""
    return note.getparent() is reading.getparent() and any(
        following is reading for following in note.itersiblings()
    )


def _say_notes(notes: list[etree._Element], body: etree._Element, typesetter: Typesetter) -> None:
    """Set what the editor says of one reading, or of all, where it has not been said."""
    for note in notes:
        if note in typesetter.walk.tied:
            continue
        typesetter.walk.tied.add(note)
        starts = " ".join(map(str, note.itertext())).lstrip()[:1]
        if not starts.startswith(_CLOSES_UP):
            _space(body, typesetter)
        made = typesetter.open(body, "span", note, "remark")
        typesetter.children(note, made)
        made.text = (made.text or "").lstrip()
        typesetter.trim(made)


def _set_rest(entry: etree._Element, body: etree._Element, typesetter: Typesetter) -> None:
    """Set what stands in an entry beside its readings, and the notes on it: no word is lost."""
    groups = list(groups_of(entry))
    for group in groups:
        typesetter.rest(group, body, *PARTS)
    for witnesses in (wit for group in (entry, *groups) for wit in group.iterchildren(tei("wit"))):
        if witnesses not in typesetter.walk.ledger.left_out and words_of(witnesses):
            _space(body, typesetter)
            made = typesetter.open(body, "span", witnesses, "sigla")
            typesetter.say_as(witnesses, made, words_of(witnesses))
    left = [note for reading in readings_of(entry) for note in notes_on(reading, typesetter)]
    _say_notes([*left, *notes_of_entry(entry, typesetter)], body, typesetter)


def _apart(body: etree._Element, sign: str, typesetter: Typesetter) -> None:
    typesetter.trim(body)
    typesetter.say(body, f"{sign} " if sign else "")


def _space(body: etree._Element, typesetter: Typesetter) -> None:
    if ending(body) and not ending(body)[-1:].isspace():
        typesetter.say(body, " ")


def run_on(body: etree._Element) -> None:
    """Have the paragraphs of an entry's text stand in one; one long, or with a list, is APART."""
    is_long = len("".join(map(str, body.itertext()))) > LONGEST_RUN
    if is_long or any(name_of(element) in _STRUCTURES for element in body.iterdescendants()):
        body.set("class", f"{body.get('class') or ''} {APART}".strip())
        return
    for block in list(body.iterdescendants(H + "p", H + "div")):
        rename(block, "span")
        kept = [name for name in (block.get("class") or "").split() if name.startswith("rend-")]
        block.attrib.pop("class", "")
        if kept:
            block.set("class", " ".join(kept))
        before, around = block.getprevious(), block.getparent()
        if before is not None:
            before.tail = f"{(before.tail or '').rstrip()} "
        elif around is not None and (around.text or "").strip():
            around.text = f"{(around.text or '').rstrip()} "
    while ending(body) != ending(body).rstrip():
        end_with(body, ending(body).rstrip())
