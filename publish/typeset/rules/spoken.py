"""Rules for transcribed speech (TEI chapter 8): utterances, pauses, what is heard and seen."""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import local_name, tei
from publish.typeset.ledger import Reason
from publish.typeset.render import Typesetter
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.survey import is_division

_IDLE = frozenset("pb cb lb milestone anchor".split())


def set_utterance(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an utterance as a paragraph that begins with who speaks; a speech of several as many.

    The `seg`s of a record of parliament are its paragraphs (Parla-CLARIN, 4.2.2).
    """
    name = "" if _is_named_before(element) else _speaker(element, typesetter)
    if _is_in_paragraphs(element, typesetter):
        _set_paragraphs(element, typesetter.open(into, "div", element, "speech"), name, typesetter)
        return
    made = typesetter.open(into, "p", element, "utterance")
    _say_name(name, made, typesetter)
    typesetter.children(element, made)


def _say_name(name: str, made: etree._Element, typesetter: Typesetter) -> None:
    if name:
        typesetter.open(made, "span", None, "speaker").text = f"{name}:"
        typesetter.say(made, " ")


def _is_named_before(element: etree._Element) -> bool:
    """Return whether the record names the speaker in a note right before what they say."""
    before = element.getprevious()
    while before is not None and local_name(before) in _IDLE:
        before = before.getprevious()
    return before is not None and before.tag == tei("note") and before.get("type") == "speaker"


def _is_in_paragraphs(element: etree._Element, typesetter: Typesetter) -> bool:
    return element.find(tei("seg")) is not None and not typesetter.book.has_words(element)


def _set_paragraphs(
    element: etree._Element, made: etree._Element, name: str, typesetter: Typesetter
) -> None:
    """Set a speech paragraph by paragraph, and what happens meanwhile on lines between."""
    for child in element:
        if local_name(child) == "seg":
            paragraph = typesetter.open(made, "p", child, "utterance")
            _say_name(name, paragraph, typesetter)
            name = ""
            typesetter.children(child, paragraph)
        elif local_name(child) in {"gap", "pause", "unclear"}:
            typesetter.one(child, typesetter.open(made, "p", None, "event"))
        else:
            typesetter.one(child, made)


def is_of_record(note: etree._Element) -> bool:
    """Return whether a note is a line of a record of speech: a time, a name, applause, a vote."""
    parent = note.getparent()
    if parent is None or note.get("place") or note.get("n") or note.get("target"):
        return False
    if local_name(parent) == "u":
        return parent.find(tei("seg")) is not None
    return is_division(parent) and parent.find(tei("u")) is not None


def set_line_of_record(note: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a note of a record of speech where it stands; one that names the speaker as a name."""
    is_name = note.get("type") == "speaker"
    cls = "speaker" if is_name else "event"
    typesetter.children(note, typesetter.open(into, "p", note, cls))


def _speaker(element: etree._Element, typesetter: Typesetter) -> str:
    """Name the person that `@who` points at; by the id where the header has no name."""
    names = []
    for pointer in (element.get("who") or "").split():
        key = pointer.rpartition("#")[2]
        person = typesetter.book.survey.described(key, "person", "personGrp")
        names.append((_name(person) if person is not None else "") or _spaced(key))
    return ", ".join(names)


def _spaced(key: str) -> str:
    """Write an id as a name, `Ann.Field` as `Ann Field`."""
    return " ".join(re.split(r"[._]+", key)).strip() or key


def _name(person: etree._Element) -> str:
    named = next(person.iter(tei("persName"), tei("name")), None)
    words = "" if named is None else " ".join("".join(map(str, named.itertext())).split())
    return words or person.get("n") or ""


def set_event(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is heard or seen beside the words, in double parentheses as transcripts do."""
    said = "".join(map(str, element.itertext())).strip()
    if not said:
        return
    around = _parent(element)
    in_words = local_name(around) == "u" and not _is_in_paragraphs(around, typesetter)
    tag = "span" if is_in_line(element, typesetter) or in_words else "p"
    made = typesetter.open(into, tag, element, f"event {local_name(element)}")
    made.text = "" if said.startswith("(") else "(("
    typesetter.children(element, made)
    typesetter.say(made, "" if said.startswith("(") else "))")


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def set_pause(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a pause as a point in parentheses, or as its length where that was measured."""
    length = (element.get("dur") or element.get("n") or "").removeprefix("PT").rstrip("Ss")
    made = typesetter.open(into, "span", element, "pause")
    typesetter.say(made, f"({length})" if length[:1].isdigit() else "(.)")
    typesetter.children(element, made)


def drop(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave out a change of voice, which only tools need."""
    typesetter.leave_out(element, Reason.DATA)


RULES = {
    "u": set_utterance,
    "annotationBlock": set_as_surroundings,
    **dict.fromkeys("vocal kinesic incident".split(), set_event),
    "pause": set_pause,
    "shift": drop,
    "writing": set_as_surroundings,
}
