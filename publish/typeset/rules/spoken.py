"""Rules for transcribed speech (TEI chapter 8): utterances, pauses, what is heard and seen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli
from lxml import etree

from publish.model.document import XML_ID, local_name, tei
from publish.typeset import turns
from publish.typeset.interruptions import is_interruption
from publish.typeset.ledger import Reason
from publish.typeset.overlaps import Overlaps, overlaps_of
from publish.typeset.render import Typesetter
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.structure import leave_out_data
from publish.typeset.survey import is_division
from publish.typeset.xhtml import ending

_FLOWING = frozenset("gap unclear pause w pc s shift anchor".split())
"""What stands in lines of its own where it is between paragraphs."""

_NAMES_OF_EVENTS = ("desc", "type", "subtype", "n", "new")
"""Attributes that say what an event without words was (BNC: `event/@desc`)."""


@cache
def _signs() -> dict[str, dict[str, str]]:
    return tomli.loads(Path(turns.__file__).with_name("speech.toml").read_text("utf-8"))


def set_utterance(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an utterance: in a transcript as a line, in a record of debates as a play's speech."""
    if turns.is_transcript(element):
        _set_line(element, into, typesetter)
    else:
        _set_speech(element, into, typesetter)


def _set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set name and words in one line; where the same speaker goes on there is no name."""
    is_named = turns.named_before(element) is not None
    name = turns.speaker_of(element, typesetter.book.survey)
    is_same = is_named or turns.goes_on(element)
    made = typesetter.open(into, "p", element, "utterance going-on" if is_same else "utterance")
    if name and not is_same:
        typesetter.open(made, "b", None, "talker").text = f"{name}:"
        typesetter.say(made, " ")
    overlaps = _overlaps(element, typesetter)
    is_latched = element.get("trans") == "latching"
    begins = element in overlaps.begins
    typesetter.say(made, "[" if begins else "=" if is_latched else "")
    typesetter.walk.is_joining |= begins
    typesetter.children(element, made)
    if element in overlaps.ends:
        typesetter.trim(made)
        typesetter.say(made, "]")


def _set_speech(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a speech in paragraphs, with who speaks on a line before and what happens between.

    The `seg`s of a record of parliament are its paragraphs (Parla-CLARIN, 4.2.2).
    """
    made = typesetter.open(into, "div", element, "sp debate")
    note = turns.named_before(element)
    if note is not None:
        typesetter.children(note, typesetter.open(made, "p", note, "speaker"))
    elif not _names_itself(element):
        name = turns.speaker_of(element, typesetter.book.survey)
        if name and not turns.goes_on(element):
            typesetter.open(made, "p", None, "speaker").text = name
        else:
            made.set("class", "sp debate going-on")
    if typesetter.book.has_words(element):
        typesetter.children(element, typesetter.open(made, "p"))
        return
    _set_paragraphs(element, made, typesetter)


def _set_paragraphs(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set the paragraphs of a speech; one that is interrupted within a sentence goes on."""
    line: etree._Element | None = None
    spoken: etree._Element | None = None
    is_going_on = False
    for child in element:
        if spoken is not None and is_going_on:
            if (child.text or "x").lstrip()[:1].isalnum():
                typesetter.say(spoken, " ")
            typesetter.children(child, typesetter.open(spoken, "span", child))
            is_going_on = False
        elif local_name(child) in {"seg", "p"}:
            line, spoken = None, typesetter.open(made, "p", child)
            typesetter.children(child, spoken)
        elif spoken is not None and is_interruption(child):
            _set_aside(child, spoken, typesetter)
            is_going_on = True
        elif local_name(child) in _FLOWING:
            line = typesetter.open(made, "p") if line is None else line
            typesetter.one(child, line)
        else:
            line = None
            typesetter.one(child, made)


def _names_itself(speech: etree._Element) -> bool:
    """Return whether a speech begins with the note that names its speaker."""
    first = next((child for child in speech if local_name(child) not in turns.IDLE), None)
    return first is not None and turns.is_name(first)


def is_of_record(note: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a note is a line of a record of speech: a time, a name, applause, a vote."""
    parent = note.getparent()
    if parent is None or note.get("place") or note.get("n") or note.get("target"):
        return False
    if local_name(parent) == "u":
        return parent.find(tei("seg")) is not None
    if local_name(parent) == "seg":
        speech = parent.getparent()
        return speech is not None and speech.tag == tei("u") and not turns.is_transcript(speech)
    if local_name(parent) == "head":
        around = parent.getparent()
        return around is not None and is_division(around) and _is_of_speech(note, typesetter)
    if not is_division(parent) and local_name(parent) not in {"front", "body", "back"}:
        return False
    return turns.is_name(note) or _is_of_speech(note, typesetter)


def _is_of_speech(note: etree._Element, typesetter: Typesetter) -> bool:
    """Return whether a note stands in a text that records speech."""
    text = next(note.iterancestors(tei("text")), None)
    known = typesetter.walk.has_speech
    if text is not None and text not in known:
        known[text] = next(text.iter(tei("u")), None) is not None
    return text is not None and known[text]


def set_line_of_record(note: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a note of a record where it stands; the name of a speaker heads their speech."""
    parent, following = note.getparent(), note.getnext()
    while following is not None and local_name(following) in turns.IDLE:
        following = following.getnext()
    is_name = turns.is_name(note)
    speech = following if following is not None and local_name(following) == "u" else None
    if is_name and speech is not None and not turns.is_transcript(speech):
        return
    if _is_moment(note):
        typesetter.leave_out(note, Reason.DATA)
    elif parent is not None and local_name(parent) == "head":
        _set_in_heading(note, into, typesetter)
    elif parent is not None and local_name(parent) == "seg":
        _set_aside(note, into, typesetter)
    else:
        cls = "speaker" if is_name else _class_of(note)
        typesetter.children(note, typesetter.open(into, "p", note, cls))


def _is_moment(note: etree._Element) -> bool:
    """Return whether a note says nothing but a moment of the timeline: `#T12`."""
    words = "".join(map(str, note.itertext())).strip()
    whens = note.getroottree().getroot().iter(tei("when")) if words[:1] == "#" else ()
    return any(when.get(XML_ID) == words[1:] for when in whens)


def _set_in_heading(note: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a note of a heading in its words: tools put the name of a part there."""
    made = typesetter.open(into, "span", note)
    before = made.getprevious()
    if (into.text or "").strip() or before is not None:
        typesetter.say(made, " ")
    typesetter.children(note, made)


def _set_aside(note: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what happened while somebody spoke, in the paragraph, in parentheses."""
    has_signs = "".join(map(str, note.itertext())).strip()[:1] in {"(", "["}
    if ending(into)[-1:].strip():
        typesetter.say(into, " ")
    made = typesetter.open(into, "span", note, _class_of(note))
    typesetter.say(made, "" if has_signs else "(")
    typesetter.children(note, made)
    typesetter.trim(made)
    typesetter.say(made, "" if has_signs else ")")
    if (note.tail or "")[:1].isalnum():
        typesetter.say(into, " ")


def _class_of(event: etree._Element) -> str:
    kind = event.get("type") if local_name(event) == "note" else local_name(event)
    return f"stage {kind}" if kind and kind.isalpha() else "stage"


def set_event(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is heard or seen beside the words, as a stage direction.

    A transcript has it in double parentheses (GAT 2, 2.6.4), a line of debate in single ones.
    """
    said = "".join(map(str, element.itertext())).strip()
    told = said or next(filter(None, map(element.get, _NAMES_OF_EVENTS)), "")
    if not told:
        return
    spoken = next(element.iterancestors(tei("u"), tei("annotationBlock")), None)
    is_line = is_in_line(element, typesetter) or _is_in_line_of_transcript(element)
    is_record = spoken is not None and local_name(spoken) == "u" and not turns.is_transcript(spoken)
    opening, closing = ("(", ")") if is_record else ("((", "))")
    if said[:1] in {"(", "["} or (is_record and not is_line) or _is_between_speeches(element):
        opening = closing = ""
    made = typesetter.open(into, "span" if is_line else "p", element, _class_of(element))
    typesetter.say(made, opening)
    typesetter.children(element, made)
    typesetter.trim(made)
    typesetter.say(made, ("" if said else told) + closing)


def _is_in_line_of_transcript(event: etree._Element) -> bool:
    around = event.getparent()
    return around is not None and local_name(around) == "u" and turns.is_transcript(around)


def _is_between_speeches(event: etree._Element) -> bool:
    """Return whether an event stands between the speeches of a record of debates."""
    around = event.getparent()
    speech = around.find(tei("u")) if around is not None else None
    return speech is not None and around is not speech and not turns.is_transcript(speech)


def set_pause(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a pause as a point in parentheses, its kind's sign, or its length if measured (GAT 2)."""
    length = (element.get("dur") or element.get("n") or "").removeprefix("PT").rstrip("Ss")
    kind = (element.get("type") or "").lower()
    sign = next(
        (sign for names, sign in _signs()["pauses"].items() if kind in names.split()), "(.)"
    )
    made = typesetter.open(into, "span", element, "pause")
    typesetter.say(made, f"({length})" if length[:1].isdigit() else sign)
    typesetter.children(element, made)


def set_shift(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a change of voice as GAT 2 does, `<<f> ... >` (2.6.5), where it says what is new."""
    around = next(element.iterancestors(tei("u")), None)
    feature = element.get("feature") or ""
    typesetter.children(element, into)
    if around is None or not turns.is_transcript(around):
        return
    earlier = [e for e in around.iter(tei("shift")) if (e.get("feature") or "") == feature]
    place = earlier.index(element)
    is_open = place > 0 and _is_new(earlier[place - 1])
    if is_open:
        typesetter.trim(into)
        typesetter.say(into, ">")
    if _is_new(element):
        typesetter.say(into, f"{' ' if is_open else ''}<<{element.get('new')}> ")


def _is_new(shift: etree._Element) -> bool:
    return (shift.get("new") or "normal") != "normal"


def set_writing(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is read meanwhile on a board or screen, told apart from what is said."""
    tag = "span" if is_in_line(element, typesetter) else "blockquote"
    typesetter.children(element, typesetter.open(into, tag, element, "writing"))


def set_anchor(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the bracket where speakers begin or cease to speak at once; else only a place."""
    typesetter.children(element, into)
    sign = _overlaps(element, typesetter).at.get(element, "") if element.get("synch") else ""
    if sign == "]":
        typesetter.trim(into)
        typesetter.say(into, "] ")
    elif sign:
        before, goes_on = ending(into)[-1:], (element.tail or "")[:1].isalnum()
        is_apart = bool(before.strip()) and not (before.isalnum() and goes_on)
        typesetter.say(into, " [" if is_apart else "[")
        typesetter.walk.is_joining = True


def _overlaps(element: etree._Element, typesetter: Typesetter) -> Overlaps:
    text = next(element.iterancestors(tei("text")), None)
    if text is None:
        return Overlaps()
    known = typesetter.walk.overlaps
    if text not in known:
        known[text] = overlaps_of(text)
    return known[text]


def set_block(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an utterance and what is told of it; glosses of its words are data (ISO 24624)."""
    typesetter.say_text(element, into, str.strip)
    for child in element:
        if (
            local_name(child) == "spanGrp"
            and child.get("type") in _signs()["tiers"]["shown"].split()
        ):
            _set_tier(child, into, typesetter)
        elif local_name(child) == "spanGrp":
            leave_out_data(child, into, typesetter)
        else:
            typesetter.one(child, into)
        typesetter.say_tail(child, into, str.strip)


def _set_tier(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is told of an utterance on a line below it: what was done, how it is translated."""
    made = typesetter.open(into, "p", element, "stage tier")
    typesetter.say(made, "((")
    for place, span in enumerate(element.iter(tei("span"))):
        typesetter.say(made, "; " if place else "")
        typesetter.children(span, typesetter.open(made, "span", span))
        typesetter.trim(made)
    typesetter.say(made, "))")
    typesetter.leave_out(element, Reason.OTHER_FORM)


RULES = {
    "u": set_utterance,
    "annotationBlock": set_block,
    **dict.fromkeys("vocal kinesic incident".split(), set_event),
    "pause": set_pause,
    "shift": set_shift,
    "writing": set_writing,
    "anchor": set_anchor,
}
