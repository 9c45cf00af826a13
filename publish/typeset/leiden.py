"""The signs of epigraphic and papyrological editions: what stands in the place of each element.

Authority: the EpiDoc Guidelines 9, "Transcription", for what files say, and the Leiden conventions
(Dow, Conventions in Editing; Panciera, ZPE 84) for the signs, which are a table, `leiden.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import tomli
from lxml import etree

from publish.model.document import local_name, tei

UNDERDOT = "\u0323"
TIE = "\u0361"
OVERLINE = "\u0305"

_MOST_POINTS = 20
_UNKNOWN = "- - -"
_LOST_LINE = "- - - - - -"
_SAME = 0.95
"""Share of its letters that an edition has in common with the one that it repeats."""
_REASONS = ("reason", "place", "rend", "type")
SAID_OF_IT = frozenset({"apparatus", "translation", "commentary", "bibliography"})
"""Types of divisions about a text, which may stand in its edition."""


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomli.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def is_of_edition(element: etree._Element) -> bool:
    """Return whether an element is signed by Leiden: in the text, or a reading below it."""
    around = next(element.iterancestors(tei("lem"), tei("rdg"), tei("note"), tei("div")), None)
    if around is not None and local_name(around) in {"lem", "rdg"}:
        return True
    return is_of_text(element)


def is_of_text(element: etree._Element) -> bool:
    """Return whether an element stands in the text of an edition, not in what is said of it.

    Parts of a text are parts of its apparatus and translation, too; these may stand in it.
    """
    is_of_part = False
    for around in element.iterancestors(tei("div"), tei("note")):
        kind = around.get("type") or ""
        if local_name(around) == "note" or kind in SAID_OF_IT:
            return False
        if kind == "edition":
            return True
        is_of_part = is_of_part or kind == "textpart"
    return is_of_part


def repeats_edition(division: etree._Element) -> bool:
    """Return whether an edition is the words of one beside it again, parted for programs.

    Such is IIP's `transcription_segmented`, with `w` and without the lines of the stone. Diplomatic
    and interpretive editions are two texts, and both are set.
    """
    is_parted = next(division.iter(tei("w")), None) is not None
    if division.get("type") != "edition" or not is_parted or _has_lines(division):
        return False
    own = _letters_in(division)
    beside = [
        *division.itersiblings(tei("div")),
        *division.itersiblings(tei("div"), preceding=True),
    ]
    for other in (e for e in beside if e.get("type") == "edition"):
        if not _has_lines(other) and next(other.iter(tei("w")), None) is not None:
            continue
        shared = sum((own & _letters_in(other)).values())
        if shared and shared >= _SAME * sum(own.values()):
            return True
    return False


def _has_lines(division: etree._Element) -> bool:
    return next(division.iter(tei("lb")), None) is not None


def _letters_in(division: etree._Element) -> Counter[str]:
    """Count the letters of an edition, however they are accented."""
    text = unicodedata.normalize("NFD", "".join(map(str, division.itertext(etree.Element))))
    return Counter(letter for letter in text.casefold() if letter.isalpha())


def signs_around(element: etree._Element) -> tuple[str, str]:
    """Return what stands before and behind the words of an element, a doubt about it included."""
    name, table = local_name(element), _table()["around"]
    words = [word for key in _REASONS for word in (element.get(key) or "").lower().split()]
    pair = next((table[f"{name} {w}"] for w in words if f"{name} {w}" in table), None)
    if pair is None:
        pair = table.get(name)
    opening, _, closing = (pair or " ").partition(" ")
    return opening, doubt_of(element) + closing


def doubt_of(element: etree._Element) -> str:
    """Return a question mark where the editor is not certain: `@cert`, or `certainty` inside."""
    is_low = element.get("cert") == "low"
    return "?" if is_low or element.find(tei("certainty")) is not None else ""


def sign_of_gap(gap: etree._Element) -> str:
    """Return the sign of what is missing: points, a count, or dashes; a line of its own's too."""
    reason = (gap.get("reason") or "lost").split()[0]
    opening, _, closing = _table()["gaps"].get(reason, "[ ]").partition(" ")
    unit = gap.get("unit") or "character"
    doubt = doubt_of(gap)
    if unit == "line":
        return f"{opening}{_LOST_LINE}{doubt}{closing}"
    if reason == "ellipsis":
        return f"(...{doubt})"
    said = _letters(gap, unit)
    if not opening and any(map(str.isdigit, said)):
        said = f"..{said}.."  # what is seen, but not read, is no count in the text
    return f"{opening}{said}{doubt}{closing}"


def lost_lines(gap: etree._Element) -> int:
    """Return how many lines of their own a gap stands for; 0 for one within a line."""
    if gap.get("unit") != "line":
        return 0
    return min(_number(gap) or 1, _MOST_POINTS)


def _letters(gap: etree._Element, unit: str) -> str:
    extent = (gap.get("extent") or "").strip()
    least, most = gap.get("atLeast") or "", gap.get("atMost") or ""
    count = _number(gap)
    if least or most:
        return f"{least or '?'}–{most}" if most else f"{least}+"
    if not count:
        is_unknown = extent in {"", "unknown"} or not any(map(str.isdigit, extent))
        return _UNKNOWN if is_unknown else extent
    about = gap.get("precision") == "low"
    if unit not in {"character", "chars", "char", "characters", "letter"}:
        return f"{'c. ' if about else ''}{count} {unit}"
    return f"c. {count}" if about or count > _MOST_POINTS else "." * count


def _number(element: etree._Element) -> int:
    written = element.get("quantity") or element.get("extent") or ""
    match = re.match(r"\s*(\d{1,3})(?:\D|$)", written)
    return int(match[1]) if match else 0


def sign_of_space(space: etree._Element) -> str:
    """Return what is said of a place that was left empty: `vac. 3`."""
    count = _number(space)
    unit = space.get("unit") or "character"
    said = "vac." + (f" {count}" if count and count > 1 else "")
    return f"{said} {unit}s" if count and unit not in {"character", "characters"} else said


def glyph_of(name: str) -> str:
    """Return the character of a symbol that a file names; empty where it is not known."""
    return _table()["glyphs"].get(name.lower(), "")


def sign_of_milestone(milestone: etree._Element) -> str:
    """Return the sign that a writer put between lines: a paragraphos, a coronis; empty for others.

    Where one surface ends and the next begins there is a stroke (`@unit` block or fragment).
    """
    if milestone.get("unit") in {"block", "fragment"}:
        return "|"
    return _table()["milestones"].get((milestone.get("rend") or "").strip(), "")


def called(part: etree._Element) -> str:
    """Return what a part of a text is called: `Fr. a`, `Col. ii`, `recto`."""
    names, number = _table()["textparts"], (part.get("n") or "").strip()
    kind = (part.get("subtype") or "").lower()
    if number in names and kind not in names:
        return names[number]
    if kind in names and number:
        return names[kind].format(n=number)
    return f"{kind.capitalize()} {number}".strip() if kind else number


def column_called(number: str) -> str:
    """Return what a column is called that a milestone begins: `Col. 2`."""
    return _table()["textparts"]["column"].format(n=number)


def with_marks(text: str, looks: str) -> str:
    """Put the marks of a writer on letters, `ϊ` for a diaeresis; empty where there are none.

    EpiDoc Guidelines, "Diacritical marks": an apparatus tells them, the text goes by the edition.
    """
    table = _table()["marks"]
    marks = "".join(table[word] for word in looks.lower().split() if word in table)
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", _marked(bare, marks, skips_last=False)) if marks else ""


def with_underdots(text: str) -> str:
    """Put a point below each letter (Leiden: letters read in doubt)."""
    return _marked(text, UNDERDOT, skips_last=False)


def with_overlines(text: str) -> str:
    """Put a line over each letter (Leiden: a line over letters, figures above all)."""
    return _marked(text, OVERLINE, skips_last=False)


def with_ties(text: str) -> str:
    """Tie letters that are written in one (Leiden: ligatures)."""
    return _marked(text, TIE, skips_last=True)


def _marked(text: str, mark: str, *, skips_last: bool) -> str:
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    letters = [n for n, cluster in enumerate(clusters) if cluster[0].isalnum()]
    for n in letters[:-1] if skips_last else letters:
        clusters[n] += mark
    return "".join(clusters)
