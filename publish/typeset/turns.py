"""Who speaks in a transcript or a record of debates, and where a turn begins (TEI chapter 8).

A record of parliament is set as a play: the speaker's name on a line of its own, their words in
paragraphs (Parla-CLARIN 4.2.2). A transcript is set as transcribers do: name and words in one line.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.survey import Survey

IDLE = frozenset("pb cb lb gb milestone anchor".split())
"""What may stand between a name and the words that it belongs to."""

_BETWEEN = IDLE | frozenset("note incident kinesic vocal pause writing shift gap desc".split())
"""What happens meanwhile and ends no turn."""

_BROKEN_OFF = frozenset("truncation repetition falsestart selfcorrection repair".split())

_SIGLUM = lazy_pattern(r"[A-Z]{1,4}\d*|SPK?_?\d+|[A-Z]\d+")
_YEAR = lazy_pattern(r"[._-]?[12]\d{3}$")
"""The year of birth by which ids tell two persons of one name apart (ParlaMint)."""

_PREFIX = lazy_pattern(r"^[A-Za-z][\w-]*:(?!//)")
"""What stands for the file of a person (TEI 17.3, `prefixDef`)."""

_FORENAMES = frozenset("forename addName genName".split())
_FAMILY = lazy_pattern(r"(?<=[^\W\d_A-Z])(?=[A-Z])")


def who(utterance: etree._Element) -> str:
    """Return the `@who` of an utterance, its own or that of the block around it (ISO 24624)."""
    block = utterance.getparent()
    if utterance.get("who") or block is None or local_name(block) != "annotationBlock":
        return utterance.get("who") or ""
    return block.get("who") or ""


def is_transcript(utterance: etree._Element) -> bool:
    """Return whether an utterance is a line of a transcript and not a speech in paragraphs."""
    block = utterance.getparent()
    if block is not None and local_name(block) == "annotationBlock":
        return True
    if utterance.find(tei("seg")) is None and utterance.find(tei("p")) is None:
        return True
    text = next(utterance.iterancestors(tei("text")), None)
    return text is not None and next(text.iterchildren(tei("timeline")), None) is not None


def named_before(utterance: etree._Element) -> etree._Element | None:
    """Find the note that names the speaker right before what they say."""
    before = utterance.getprevious()
    while before is not None and local_name(before) in IDLE:
        before = before.getprevious()
    return before if before is not None and is_name(before) else None


def is_name(note: etree._Element) -> bool:
    """Return whether a note is the name of who speaks."""
    return note.tag == tei("note") and note.get("type") == "speaker"


def goes_on(utterance: etree._Element) -> bool:
    """Return whether the same speaker goes on, with nothing said by others in between."""
    block = utterance.getparent()
    is_in_block = block is not None and local_name(block) == "annotationBlock"
    before = (block if is_in_block and block is not None else utterance).getprevious()
    while before is not None and (not local_name(before) or local_name(before) in _BETWEEN):
        if is_name(before):
            return False
        before = before.getprevious()
    if before is None or local_name(before) not in {"u", "annotationBlock"}:
        return False
    said = before if local_name(before) == "u" else before.find(tei("u"))
    return said is not None and bool(who(said)) and who(said) == who(utterance)


def speaker_of(utterance: etree._Element, survey: Survey) -> str:
    """Name the persons that `@who` points at; by their ids where the header has no names."""
    names = []
    for pointer in who(utterance).split():
        key = _PREFIX.sub("", pointer.rpartition("#")[2])
        person = survey.described(key, "person", "personGrp", "org")
        names.append((_name(person) if person is not None else "") or _spelt_out(key))
    return ", ".join(filter(None, names))


def is_broken_off(deletion: etree._Element) -> bool:
    """Return whether a `del` is what a speaker began and gave up: said, not struck out (8.4.1)."""
    kind = re.sub(r"[^a-z]", "", (deletion.get("type") or "").lower())
    return kind in _BROKEN_OFF and next(deletion.iterancestors(tei("u")), None) is not None


def _spelt_out(key: str) -> str:
    """Write an id as a name: `Ann.Field` as `Ann Field`, `FieldAnn.1801` as `Field Ann`."""
    if _SIGLUM.fullmatch(key):
        return key
    words = re.split(r"[._]+", _YEAR.sub("", key) or key)
    if len(words) == 1:
        words = _FAMILY.split(words[0])
    return " ".join(filter(None, words)) or key


def _name(person: etree._Element) -> str:
    """Name a person as they are called, forename first; by their siglum where they have no name."""
    named = next(person.iterchildren(tei("persName"), tei("orgName"), tei("name")), None)
    if named is None:
        return person.get("n") or ""
    parts = [e for e in named if local_name(e)]
    if (named.text or "").strip() or any((part.tail or "").strip() for part in parts):
        return _words(named)
    first = [part for part in parts if local_name(part) in _FORENAMES]
    rest = [part for part in parts if local_name(part) != "roleName" and part not in first]
    return (
        " ".join(filter(None, map(_words, first + rest))) or _words(named) or person.get("n") or ""
    )


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext(etree.Element))).split())
