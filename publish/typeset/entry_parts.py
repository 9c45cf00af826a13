"""The parts of a dictionary's entry in the line: what each is, and the marks between them.

An entry is written as it is printed, with its punctuation (the typographic view of TEI chapter
10.5), or as data without any (the lexical view); between the latter's parts stand the marks of
`entry_parts.toml`. One entry may do both: marks are put only where a neighbour brings none.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli
from lxml import etree
from msgspec import Struct

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.render import Typesetter
from publish.typeset.xhtml import end_with, ending

ENTRIES = frozenset("entry entryFree superEntry".split())

ENTRY_PARTS = ENTRIES | frozenset(
    "hom sense form gramGrp re etym xr def dictScrap usg trans eg".split()
)
"""Elements that hold the parts of an entry (TEI chapter 10.3)."""

_ENDS = ".,;:!?…"
_ABBREVIATED = frozenset("grammar gram usage".split())
"""Parts whose full stop shortens a word, and ends nothing."""

_SENTENCE_ENDS = ".!?…"
_QUOTES = "\"'”’»"

_OPENING = "([{/\\⟨‹«“„‘|‖"
_CLOSING = ")]}⟩,;:.!?…"


_COUNTED = lazy_pattern(r"\d{1,2}|[IVX]{1,4}|[a-z]")
"""Numbers of homographs."""


class Habits(Struct, frozen=True):
    """The tables of `entry_parts.toml`."""

    roles: dict[str, str]
    marks: dict[str, str]
    sentences: dict[str, str]
    signs: dict[str, str]
    around: dict[str, str]

    def mark(self, before: str, after: str) -> str:
        """Return what stands between two parts."""
        pairs = (f"{before} {after}", f"* {after}")
        return next((self.marks[pair] for pair in pairs if pair in self.marks), " ")


@cache
def habits() -> Habits:
    """Read how dictionaries set their entries."""
    return Habits(**tomli.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")))


def role_of(part: etree._Element) -> str:
    """Return what a part of an entry is, by its name and type; empty for anything else."""
    name, kind = local_name(part), (part.get("type") or "").lower()
    roles = habits().roles
    typed = (f"{name} {kind[:length]}" for length in range(len(kind), 1, -1))
    return next((roles[key] for key in typed if key in roles), roles.get(name, ""))


def words_of(part: etree._Element) -> str:
    """Return the words inside a part; a comment has none."""
    if not isinstance(part.tag, str):
        return ""
    return "".join(map(str, part.itertext(etree.Element))).strip()


def headword_in(entry: etree._Element) -> str:
    """Return the word that an entry of the source is looked up by."""
    forms = [*entry.iter(tei("orth")), *entry.iter(tei("form"))]
    first = next((form for form in forms if words_of(form)), None)
    return "" if first is None else " ".join(words_of(first).split())


def homograph_of(entry: etree._Element) -> str:
    """Return the number by which an entry is told from its neighbours of the same headword."""
    number, word = (entry.get("n") or "").strip(), headword_in(entry)
    around = entry.getparent()
    if not word or not _COUNTED.fullmatch(number):
        return ""
    if around is not None and local_name(around) == "superEntry":
        return ""
    beside = [
        next(entry.itersiblings(*map(tei, ENTRIES), preceding=is_before), None)
        for is_before in (True, False)
    ]
    is_one_of_several = any(e is not None and headword_in(e) == word for e in beside)
    form = next(entry.iterchildren(tei("form"), tei("orth")), None)
    says_it = form is not None and number in words_of(form)
    return number if is_one_of_several and not says_it else ""


def fill_part(element: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set what a part of an entry holds, with marks between neighbours that bring none."""
    if typesetter.book.has_words(element):
        typesetter.children(element, made)
        return
    before: etree._Element | None = None
    for child in element:
        says = bool(local_name(child)) and _says(child)
        if says and before is not None and child not in typesetter.book.note_plan.moved:
            _say_mark(before, child, made, typesetter)
        typesetter.one(child, made)
        if says and child not in typesetter.book.note_plan.moved:
            before = child


def _says(part: etree._Element) -> bool:
    return bool(words_of(part)) or local_name(part) == "sense" or part.find(".//*") is not None


def _say_mark(
    before: etree._Element, after: etree._Element, made: etree._Element, typesetter: Typesetter
) -> None:
    said = ending(made).rstrip()
    if not said:
        return
    end_with(made, said)
    typesetter.say(made, _mark(said, before, after))


def _mark(said: str, before: etree._Element, after: etree._Element) -> str:
    """Return what stands between two parts; a space where one brings its own mark."""
    mark = habits().mark(role_of(before), _opening_role(after))
    begins_closed = words_of(after)[:1] in tuple(_CLOSING)
    opens = said[-1] in _OPENING and role_of(before) == "point"
    if opens or (begins_closed and role_of(after) in {"point", "label"}):
        return ""
    is_abbreviation = said[-1] == "." and (mark == ", " or role_of(before) in _ABBREVIATED)
    has_mark = said[-1] in _ENDS and not is_abbreviation
    if said.rstrip(_QUOTES)[-1:] in tuple(_SENTENCE_ENDS) and not is_abbreviation:
        pair = f"{role_of(before)} {role_of(after)}"
        if pair in habits().sentences:
            return habits().sentences[pair]
    return " " if has_mark or begins_closed or role_of(before) == "label" else mark


def _opening_role(part: etree._Element) -> str:
    """Return what a part begins with: a sense without a number that opens with one is an example.

    Behind a headword it is parted as the example is.
    """
    role = role_of(part)
    if role != "sense" or part.get("n"):
        return role
    first = next((child for child in part.iterchildren(etree.Element) if _says(child)), None)
    is_example = first is not None and _opening_role(first) == "example"
    return "example" if is_example else role


def brackets_for(part: etree._Element, typesetter: Typesetter) -> tuple[str, str]:
    """Return what stands around a part that brings no brackets, among parts without words."""
    pair = habits().around.get(role_of(part), "")
    around, words = part.getparent(), words_of(part)
    if not pair or not words or around is None or typesetter.book.has_words(around):
        return "", ""
    if words[0] in _OPENING or words[-1] in ")]}/\\⟩":
        return "", ""
    opening, closing = pair.split(" ")
    return opening, closing


def sign_of(reference: etree._Element, typesetter: Typesetter) -> str:
    """Return the sign before a cross-reference that has no word for what it is.

    The second of two of a kind needs none.
    """
    if typesetter.book.has_words(reference) or reference.find(tei("lbl")) is not None:
        return ""
    role, around = role_of(reference), reference.getparent()
    earlier = reference.itersiblings(preceding=True)
    before = next((e for e in earlier if role_of(e) not in {"", "point"}), None)
    if before is not None and role_of(before) in {role, "label"}:
        return ""
    if around is None or typesetter.book.has_words(around):
        return ""
    return habits().signs.get(role, "")
