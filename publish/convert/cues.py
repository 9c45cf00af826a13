"""Who speaks in a play: how a text sets the names of its persons, and which names it has.

Texts are lines or paragraphs as plain text writes them: `_` stands around what is set apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct, structs

from publish.model.lazy_pattern import lazy_pattern

FEWEST = 12
"""Speeches that a play has at least."""
SHARE, SHARE_OF_NAMES = 0.15, 0.35
"""Of all paragraphs and verses; names in small letters are the less sure."""
SHARE_OF_LINES = 0.1
FEWEST_LINES = 30
"""Speeches of a play whose paragraphs hold several."""
SURER = 0.5
"""How many of the speeches that the loosest form finds are enough for a stricter one."""
MANY = 1.3
"""How many times the paragraphs that begin with a name a text's speeches are then."""

_LINK = (
    r"(?:and|und|et|e|y|og|och|of|von|van|de|du|des|der|den|the|la|le|les|aus|with|to|&|d['’]|,)"
)
_CAPITALS = r"(?:\d{1,2}(?:ST|ND|RD|TH|ER|E)?\.?|[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž’'-]*\.?(?![a-zß-ÿ]))"
_WORD = r"(?:\d{1,2}\.?|(?:Mrs?|Dr|St|Mme|Mlle|Hr|Frl?|Sir|Rev|Capt)\.|[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*)"
_STAGE = r"(?:\[[^\]]{1,600}\]|\([^)]{1,600}\))"
_MARK = r"(?:[.:]+(?:—|--)?|—|--)"


class Form(StrEnum):
    """How a text sets the name of who speaks."""

    CAPITALS = "capitals"
    """`HAMLET. Words.` and `HAMLET (reading). Words.`"""
    MARKED = "marked"
    """`_Hamlet._ Words.`, in italics, bold or small capitals."""
    NAMES = "names"
    """`Ham. Words.`"""


def _pattern(word: str) -> str:
    return rf"(?P<name>{word}(?:,? (?:{_LINK} ?)*{word}){{0,4}})"


def _cue(word: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_pattern(word)}(?:(?P<mark>\s*{_MARK})|(?P<stage>\s*{_STAGE})(?P<after>\s*[.:,]?)|$)"
        r"(?=\s|$|(?<=[—-])|(?<=\]))"
    )


_CUES = {
    Form.CAPITALS: _cue(_CAPITALS),
    Form.NAMES: _cue(_WORD),
    Form.MARKED: lazy_pattern(
        rf"_{_pattern(_WORD)}(?P<how> [a-z]+)?(?P<stage>\s*{_STAGE})?(?P<inside>\s*[.:]?)_"
        rf"(?:(?P<behind>\s*{_STAGE})?(?P<mark>\s*[.:]?(?:—|--)?))(?=\s|$|(?<=[—-]))"
    ),
}
_NOBODY = frozenset(
    """
    curtain end the_end fin finis ende vorhang rideau scene szene scène act acte akt time zeit place
    ort note notes nb ps telón sipario yes no ja nein oui non sí oh ah ach well good right then thus
    gut also eh ay aye question answer q a i ii iii iv v vi vii viii ix x preface
    """.split()
)
_NO_FIRST = frozenset(
    """
    enter re-enter exit exeunt manet manent entra entrano act scene akt aufzug auftritt szene acte
    scène atto scena acto escena chapter part book by
    """.split()
)
"""What directions and headings begin with."""
_ROMAN = lazy_pattern(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})\.?")
_BEFORE_NAMES = frozenset("mr mrs dr st mme mlle hr fr frl capt".split())
_TOGETHER = frozenset("all both omnes alle beide tous ensemble ambo tutti chor chorus".split())


class Cue(Struct, frozen=True):
    """A name at the beginning of a text."""

    name: str
    has_mark: bool
    """Whether a point or colon says that it ends."""
    end: int
    """Where the name ends, with the mark behind it."""
    is_alone: bool
    """Whether nothing is said behind it."""


def read_cue(text: str, form: Form) -> Cue | None:
    """Read the name that a text begins with; None where it begins with none."""
    found = _CUES[form].match(text)
    if found is None:
        return None
    name = found["name"].strip(" .,")
    words = name.lower().split() or [""]
    is_nobody = "_".join(words) in _NOBODY or words[:2] == ["end", "of"] or words[0] in _NO_FIRST
    if (
        is_nobody
        or _ROMAN.fullmatch(name)
        or words[-1].strip(".") in _BEFORE_NAMES
        or sum(c.isalpha() for c in name) < 2
    ):
        return None
    parts = found.groupdict()
    marks = (parts.get("mark") or "", parts.get("after") or "", parts.get("inside") or "")
    rest = text[found.end() :].strip()
    if form is Form.NAMES and not any(mark.strip(" ,") for mark in marks):
        return None
    is_bare = not any(mark.strip() for mark in marks)
    if form is Form.MARKED and ((rest and is_bare) or (parts["how"] and (rest or not is_bare))):
        return None
    end = found.end("name") if parts.get("stage") else found.end()
    has_mark = any(mark.strip(" ,") for mark in marks) or found["name"].endswith(".")
    return Cue(name, has_mark, end, not rest)


class Cast(Struct, frozen=True):
    """The names of a play, and how they stand."""

    form: Form
    is_alone: bool
    """Whether they stand in a line of their own."""
    has_mark: bool
    names: frozenset[str]
    speeches: int
    has_many: bool = False
    """Whether a paragraph holds several speeches."""

    def cue(self, text: str) -> Cue | None:
        """Read the cue at the beginning of a text, if it is one of this play."""
        cue = read_cue(text, self.form)
        if cue is None or (self.has_mark and not cue.has_mark and cue.name not in self.names):
            return None
        return cue if self._knows(cue) else None

    def _knows(self, cue: Cue) -> bool:
        if cue.name in self.names:
            return cue.is_alone or cue.has_mark or self.form is Form.CAPITALS
        if self.form is Form.CAPITALS:
            return cue.has_mark
        if self.form is Form.MARKED and self.is_alone and not self.has_mark:
            return cue.is_alone and not cue.has_mark
        parts = {part for name in self.names for part in name.split()}
        own = [part for part in re.split(r"[\s,]+", cue.name) if part[:1].isupper()]
        return bool(own) and all(part in parts for part in own)


def find_cast(texts: Sequence[str], lines: Sequence[str] = ()) -> Cast | None:
    """Find out whether paragraphs are those of a play; None where they are not.

    Where paragraphs hold several speeches, as in verse, the `lines` of a text tell.
    """
    of_texts = _best(texts, FEWEST, (SHARE, SHARE_OF_NAMES))
    of_lines = _best(lines, FEWEST_LINES, (SHARE_OF_LINES,) * 2) if lines else None
    if of_lines and (of_texts is None or of_lines.speeches > MANY * of_texts.speeches):
        return structs.replace(of_lines, has_many=True)
    return of_texts


def _best(rows: Sequence[str], fewest: int, shares: tuple[float, float]) -> Cast | None:
    """Find the form of names that most rows have, if enough have it."""
    of_any, of_names = (max(fewest, share * len(rows)) for share in shares)
    small = Counter(re.findall(r"(?<![^\W_])[a-zß-ÿ]+", " ".join(rows)))
    found = [cast for form in Form if (cast := _cast(rows, form, small)) is not None]
    enough = [
        cast for cast in found if cast.speeches >= (of_names if cast.form is Form.NAMES else of_any)
    ]
    most = max((cast.speeches for cast in enough), default=0)
    return next((cast for cast in enough if cast.speeches >= SURER * most), None)


def _cast(texts: Sequence[str], form: Form, small: Counter[str]) -> Cast | None:
    cues = [cue for text in texts if (cue := read_cue(text, form)) is not None]
    counted = Counter(cue.name for cue in cues)
    names = frozenset(
        name
        for name, count in counted.items()
        if count > 1 and (form is Form.CAPITALS or _is_name(name, count, small))
    )
    known = [cue for cue in cues if cue.name in names]
    if not known:
        return None
    alone = sum(cue.is_alone for cue in known)
    marked = sum(cue.has_mark for cue in known)
    if form is Form.CAPITALS and 2 * marked < len(known) and 2 * alone < len(known):
        known = [cue for cue in known if cue.has_mark or cue.is_alone]
    return Cast(form, 2 * alone > len(known), 4 * marked > 3 * len(known), names, len(known))


def _is_name(name: str, count: int, small: Counter[str]) -> bool:
    """Return whether a word is no common one, such as `Yes`: those are written small elsewhere."""
    word = name.lower()
    return " " in word or word in _TOGETHER or small[word] <= 2 * count
