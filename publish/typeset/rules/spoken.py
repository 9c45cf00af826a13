"""Rules for transcribed speech (TEI chapter 8): utterances, pauses, what is heard and seen."""

from __future__ import annotations

from lxml import etree

from publish.document import local_name, tei
from publish.typeset.render import Typesetter
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.inline import set_as_surroundings


def set_utterance(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an utterance as a paragraph that begins with who speaks."""
    made = typesetter.open(into, "p", element, "utterance")
    name = _speaker(element, typesetter)
    if name:
        typesetter.open(made, "span", None, "speaker").text = f"{name}:"
        typesetter.say(made, " ")
    typesetter.children(element, made)


def _speaker(element: etree._Element, typesetter: Typesetter) -> str:
    """Name the person that `@who` points at; by the id where the header has no name."""
    names = []
    for pointer in (element.get("who") or "").split():
        key = pointer.rpartition("#")[2]
        person = typesetter.survey.described(key, "person", "personGrp")
        names.append((_name(person) if person is not None else "") or key)
    return ", ".join(names)


def _name(person: etree._Element) -> str:
    named = next(person.iter(tei("persName"), tei("name")), None)
    words = "" if named is None else " ".join("".join(map(str, named.itertext())).split())
    return words or person.get("n") or ""


def set_event(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what is heard or seen beside the words, in double parentheses as transcripts do."""
    said = "".join(map(str, element.itertext())).strip()
    if not said:
        return
    tag = "span" if is_in_line(element, typesetter) or local_name(_parent(element)) == "u" else "p"
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


RULES = {
    "u": set_utterance,
    "annotationBlock": set_as_surroundings,
    **dict.fromkeys("vocal kinesic incident".split(), set_event),
    "pause": set_pause,
    "shift": drop,
    "writing": set_as_surroundings,
}
