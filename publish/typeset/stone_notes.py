"""The readings of an inscription or papyrus that stand below its text, by the lines they are in."""

from __future__ import annotations

from lxml import etree

from publish.typeset.headings import fold
from publish.typeset.render import Typesetter
from publish.typeset.state import StoneNote

_QUOTED = frozenset({"pro", "corr. ex", ":"})
"""Signs before which the words of the text are quoted."""


def note_reading(
    shown: etree._Element, other: etree._Element, sign: str, typesetter: Typesetter
) -> None:
    """Keep a reading that is not shown for the lines below the text."""
    walk = typesetter.walk
    place = ".".join(filter(None, (walk.stone_column, walk.stone_line)))
    note = StoneNote(place, shown, other, sign)
    typesetter.walk.stone_notes.append(note)


def set_stone_notes(section: etree._Element, typesetter: Typesetter) -> None:
    """Set what the stone has or should have, line by line: `5 l. piissimo`, `7 αὐτός pro αυτος`."""
    typesetter.walk.stone_column = ""
    if not typesetter.walk.stone_notes:
        return
    made = typesetter.open(section, "p", None, "stone-notes")
    for number, note in enumerate(typesetter.walk.stone_notes):
        typesetter.say(made, "; " if number else "")
        if note.line:
            typesetter.open(made, "span", None, "app-place").text = note.line
            typesetter.say(made, " ")
        if note.sign in _QUOTED:
            words = fold("".join(map(str, note.shown.itertext(etree.Element))))
            typesetter.say(made, f"{words} ")
        typesetter.open(made, "i").text = note.sign
        typesetter.say(made, " ")
        typesetter.children(note.other, typesetter.open(made, "span", None, "reading"))
        whose = note.other.get("resp") or note.other.get("source") or ""
        if whose and note.sign == ":":
            typesetter.say(made, f" ({whose.lstrip('#')})")
    typesetter.walk.stone_notes.clear()
