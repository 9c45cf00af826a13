"""The readings of an inscription or papyrus that stand below its text, by the lines they are in."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.model.document import local_name
from publish.typeset.headings import fold
from publish.typeset.render import Typesetter
from publish.typeset.state import StoneNote

_QUOTED = frozenset({"pro", "corr. ex", ":"})
"""Signs before which the words of the text are quoted."""


_BY_EDITORS = frozenset({"BL", "editorial", "SoSOL"})
"""The `@type` of an entry on what an editor has read otherwise than the one before."""


def place_now(typesetter: Typesetter) -> str:
    """Return the line that is being set, with its column: `2.5`."""
    return ".".join(filter(None, (typesetter.walk.stone_column, typesetter.walk.stone_line)))


def note_reading(
    shown: etree._Element, other: etree._Element, sign: str, typesetter: Typesetter, since: str
) -> None:
    """Keep a reading that is not shown for the lines below the text; `since` is its first line."""
    place = "–".join(dict.fromkeys(filter(None, (since, place_now(typesetter)))))
    typesetter.walk.stone_notes.append(StoneNote(place, shown, other, sign))


def note_letters(element: etree._Element, letters: str, sign: str, typesetter: Typesetter) -> None:
    """Keep what the stone or papyrus has of letters, with marks that the text has not."""
    note = StoneNote(place_now(typesetter), element, None, sign, letters)
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
        if note.other is None:
            typesetter.say(typesetter.open(made, "span", None, "reading"), note.letters)
            typesetter.say(made, " ")
            typesetter.open(made, "i").text = note.sign
            continue
        if note.sign in _QUOTED:
            typesetter.say(made, " ".join(filter(None, (_words_of(note.shown), _whose(note)))))
            typesetter.say(made, " ")
        typesetter.open(made, "i").text = note.sign
        typesetter.say(made, " ")
        with_strokes, typesetter.walk.has_strokes = typesetter.walk.has_strokes, True
        typesetter.children(note.other, typesetter.open(made, "span", None, "reading"))
        typesetter.walk.has_strokes = with_strokes
        if note.sign == ":" and (editor := _editor_before(note.other)):
            typesetter.say(made, f" ({editor})")
    typesetter.walk.stone_notes.clear()


def _words_of(shown: etree._Element) -> str:
    """Return the words of the text that a note is on: of corrected ones what they are now."""
    return fold("".join(_texts(shown)))


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and local_name(child) != "del":
            yield from _texts(child)
        yield child.tail or ""


def _whose(note: StoneNote) -> str:
    """Name whose reading the text has: `BL 1.317` (Berichtigungsliste)."""
    entry = note.shown.getparent()
    kind = "" if entry is None or note.sign != ":" else entry.get("type") or ""
    who = (note.shown.get("resp") or "").lstrip("#") if note.sign == ":" else ""
    return f"BL {who}" if kind == "BL" and who and not who.startswith("BL") else who


def _editor_before(reading: etree._Element) -> str:
    """Name whose reading it is; an earlier edition's needs no name (EpiDoc, "Apparatus")."""
    entry = reading.getparent()
    is_earlier = entry is not None and entry.get("type") in _BY_EDITORS
    whose = reading.get("resp") or reading.get("source") or ("prev. ed." if is_earlier else "")
    return whose.lstrip("#")
