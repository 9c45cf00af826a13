"""What the words of a heading say: that it is one, and of what kind of division.

The words are those of house/division_types.toml, in every language that it has.
"""

from __future__ import annotations

import re

from publish.house.division_types import NONE, Kind, Scale, kind_of_type
from publish.model.lazy_pattern import lazy_pattern

ROMAN = r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_NUMBER = rf"(?:\d{{1,3}}|{ROMAN})"
_NUMBER_ALONE = lazy_pattern(rf"[\[(§]?\s*{_NUMBER}\s*[\])]?[.:]?", re.IGNORECASE)
_ORDINALS = lazy_pattern(
    r"(the |das |der |die |le |la |el |il )?(first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|"
    r"eighteenth|nineteenth|twentieth|last|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"(twenty|thirty|forty|fifty)([- ](one|two|three|four|five|six|seven|eight|nine|first|second|"
    r"third|fourth|fifth|sixth|seventh|eighth|ninth))?|"
    r"erste[rs]?|zweite[rs]?|dritte[rs]?|vierte[rs]?|fünfte[rs]?|sechste[rs]?|siebente[rs]?|"
    r"siebte[rs]?|achte[rs]?|neunte[rs]?|zehnte[rs]?|elfte[rs]?|zwölfte[rs]?|premi[eè]re?|"
    r"deuxi[eè]me|second|troisi[eè]me|primer[oa]?|segund[oa]|tercer[oa]?|prim[oa]|second[oa]|"
    r"terz[oa])",
    re.IGNORECASE,
)
_ENDS_LIKE_PROSE = lazy_pattern(r"[,;]$|[a-zà-ÿ]\.$")
_NUMBERED = (Scale.PART, Scale.CHAPTER, Scale.ACT, Scale.PIECE)

LONGEST = 90
"""Characters of a heading; longer ones have a style that says what they are."""


def is_number(words: str) -> bool:
    """Return whether words are a number alone: `IV`, `12.`, `[3]`."""
    return bool(_NUMBER_ALONE.fullmatch(words.strip()))


def value_of(words: str) -> int:
    """Return what a number alone comes to; 0 for what is none."""
    figures = re.sub(r"[^\w]", "", words).lower()
    if not is_number(words):
        return 0
    if figures.isdigit():
        return int(figures)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[c] for c in figures]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def named_kind(words: str) -> Kind:
    """Tell what kind of division a heading names with a number: `CHAPTER IV`, `Erstes Kapitel`."""
    plain = " ".join(words.split())
    if len(plain) > 200:
        return NONE
    first = re.match(r"([^\W\d_]+)\.?\s+(\S.*)", plain)
    if first and _numbered(first[1]) and _begins_with_number(first[2]):
        return kind_of_type(first[1])
    parts = plain.split(" ")
    for place in range(1, min(len(parts), 5)):
        name = parts[place].strip(".,:;")
        if name[:1].isalpha() and _numbered(name) and _is_ordinal(" ".join(parts[:place])):
            return kind_of_type(name)
    return NONE


def is_bare_name(words: str) -> bool:
    """Return whether a heading has nothing but its kind and number: `ACT I.`, `Zweiter Aufzug`."""
    parts = [part for part in re.split(r"[\s.,:;—–-]+", words) if part]
    rest = " ".join(part for part in parts if not _numbered(part))
    return len(parts) - len(rest.split()) == 1 and _is_ordinal(rest)


def _numbered(word: str) -> bool:
    kind = kind_of_type(word)
    return len(word) > 2 and kind.scale in _NUMBERED and kind.name != "contents"


def _begins_with_number(rest: str) -> bool:
    first = re.match(rf"({_NUMBER})(?![\w’'])", rest, re.IGNORECASE)
    return bool(first) or _is_ordinal(re.split(r"[.:,—–-]\s|\s[—–-]", rest)[0].strip(" .:"))


def _is_ordinal(words: str) -> bool:
    words = words.strip()
    return bool(_ORDINALS.fullmatch(words)) or bool(
        re.fullmatch(rf"{_NUMBER}\s*(\.|st|nd|rd|th|te|er|e|º|ª)?", words, re.IGNORECASE)
    )


_MATTER = frozenset(
    """
    half_title dedication epigraph contents foreword preface introduction prologue epilogue
    conclusion afterword acknowledgments cast_list appendix glossary bibliography index
    errata colophon notes copyright imprint
    """.split()
)
"""Kinds whose name alone is a heading."""


def matter_kind(words: str) -> Kind:
    """Tell what part of a book a heading names: `Preface`, `INDEX OF NAMES`, `Vorwort zur …`."""
    plain = re.sub(r"[^\w\s]", " ", words).lower().split()
    if not plain or len(plain) > 9:
        return NONE
    plain = [word for word in plain if word not in {"the", "a", "an", "la", "le", "die", "das"}]
    joined = "".join(plain)
    for word in filter(None, (joined, plain[0] if plain else "")):
        kind = kind_of_type(word)
        if kind.name in _MATTER and (word == joined or _goes_on(plain[1:])):
            return kind
    return NONE


def _goes_on(rest: list[str]) -> bool:
    """Return whether what stands behind the name belongs to it: `Preface to the second edition`."""
    first = rest[0] if rest else ""
    return (
        is_number(first)
        or (len(first) == 1 and first.isalpha())
        or first
        in {"to", "of", "by", "zur", "zum", "von", "der", "des", "de", "du", "à", "al", "zu"}
    )


def looks_like_heading(words: str) -> bool:
    """Return whether words may be a heading by their length and end."""
    return 0 < len(words) <= LONGEST and not _ENDS_LIKE_PROSE.search(words)


def in_capitals(words: str) -> bool:
    """Return whether words are typed in capitals."""
    letters = [c for c in words if c.isalpha()]
    return len(letters) > 2 and sum(c.isupper() for c in letters) > 0.9 * len(letters)
