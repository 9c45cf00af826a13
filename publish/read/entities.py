"""Entity references into what they stand for, before the text is parsed.

Those the document declares itself come first, then a fixed table: HTML's names, which hold the
ISO 8879 sets, and entities.toml. Nothing is fetched, and expansion stops at a limit, so that a
few lines cannot become gigabytes ("billion laughs"). Lines stay as they were; `Shifts` remembers
by how much each reference moved the columns behind it.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from functools import cache
from html import unescape
from html.entities import html5
from pathlib import Path

import tomli
from msgspec import Struct, field

from publish.model.finding import Finding, Place, PublishError, error, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.read.doctype import Doctype
from publish.read.encoding import windows_1252

LARGEST = 8 * 1024 * 1024
"""How many characters all references of a file may add."""
DEEPEST = 32
"""How many entities may stand inside one another."""
MOST = 20
"""More undefined names than these are not listed."""
FEW = 5
"""Names of an unread set that are listed."""

PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
REFERENCE = lazy_pattern(r"&([^\W\d][\w.:\-]*);")
WORK = lazy_pattern(r"&(?!(?:amp|lt|gt|quot|apos);)[^\W\d]|&#(?:1[2-5]\d|[xX]0*[89][0-9a-fA-F]);")
TOKEN = lazy_pattern(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|&(?P<name>[^\W\d][\w.:\-]*);|&\#(?:(?P<dec>1[2-5]\d)|[xX]0*(?P<hex>[89][0-9a-fA-F]));",
    re.S,
)
SPECIAL = lazy_pattern(r"[<>&\"'\t\n\r]")


class Shifts(Struct):
    """Where references stood: by line, `(new start, new end, old start, old end)` in order."""

    by_line: dict[int, list[tuple[int, int, int, int]]] = field(default_factory=dict)

    def column(self, line: int, column: int) -> int:
        """Return the column in the author's file, both counted from 1, of one in the new text."""
        rows = self.by_line.get(line)
        if not rows:
            return column
        index = bisect_right(rows, (column - 1, 1 << 60)) - 1
        if index < 0:
            return column
        _, new_end, old_start, old_end = rows[index]
        return (old_end + column - new_end) if column > new_end else old_start + 1


@cache
def character_entities() -> dict[str, str]:
    """Table the character entities that may be used without a declaration."""
    table = tomli.loads(Path(__file__).with_name("entities.toml").read_text("utf-8"))
    names = {name[:-1]: value for name, value in html5.items() if name.endswith(";")}
    names |= {f"b.{name}": value for name, value in names.items() if "Α" <= value <= "ϵ"}
    for name, letter in table["greek_letters"].items():
        first = 2 if name.startswith(("ee", "th", "ph", "kh", "ps", "oh")) else 1
        names[f"{name}gr"] = letter
        names[f"{name[:first].upper()}{name[first:]}gr"] = letter.upper()
    names |= table["characters"]
    return names


class Resolved(Struct):
    """A text without entity references."""

    text: str
    shifts: Shifts = field(default_factory=Shifts)
    unread: dict[str, int] = field(default_factory=dict)
    """The names that stand in the text for themselves, `&name;`, and where each is met first."""
    findings: list[Finding] = field(default_factory=list)


def resolve_entities(text: str, doctype: Doctype, file_name: str) -> Resolved:
    """Put characters and markup in the place of entity references outside comments and CDATA.

    What a set declares that is not read stays as its name, with the warning REA-112. Raises
    PublishError: REA-012 undefined, REA-013 endless or exploding, REA-019 external.
    """
    if not WORK.search(text, doctype.end):
        return Resolved(text)
    return _Resolver(text, doctype, file_name).resolve()


class _Resolver:
    """One pass over one text."""

    def __init__(self, text: str, doctype: Doctype, file_name: str) -> None:
        self.text, self.doctype, self.file_name = text, doctype, file_name
        self.values = Values(doctype)
        self.shifts = Shifts()
        self.undefined: dict[str, list[int]] = {}
        self.added = 0
        self.line, self.line_start, self.line_shift = 1, 0, 0
        self.counted = 0

    def resolve(self) -> Resolved:
        pieces, done = [], 0
        for found in TOKEN.finditer(self.text, self.doctype.end):
            words = self._replacement(found)
            if words is None:
                continue
            self._record(found, words)
            pieces += [self.text[done : found.start()], words]
            done = found.end()
        if self.undefined:
            raise PublishError(*self._undefined())
        text = "".join([*pieces, self.text[done:]])
        unread = self.values.unread
        return Resolved(text, self.shifts, unread, [self._say_unread(unread)] if unread else [])

    def _replacement(self, found: re.Match[str]) -> str | None:
        name = found["name"]
        if name is None:
            code = int(found["dec"] or 0) or int(found["hex"] or "0", 16)
            return windows_1252(code) if 0x80 <= code <= 0x9F else None
        if name in PREDEFINED:
            return None
        try:
            words = self.values.replacement(name, found.start())
        except KeyError:
            self.undefined.setdefault(name, []).append(found.start())
            return None
        except ValueError as problem:
            raise self._refusal(found, str(problem)) from problem
        self.added += len(words)
        if self.added > LARGEST:
            raise self._refusal(found, f"entities grow the text by more than {LARGEST} characters")
        return words

    def _record(self, found: re.Match[str], words: str) -> None:
        """Note by how much the columns behind this reference are off."""
        lines = self.text.count("\n", self.counted, found.start())
        if lines:
            self.line += lines
            self.line_start = self.text.rfind("\n", self.counted, found.start()) + 1
            self.line_shift = 0
        self.counted = found.start()
        start, end = found.start() - self.line_start, found.end() - self.line_start
        new_start = start + self.line_shift
        row = (new_start, new_start + len(words), start, end)
        self.shifts.by_line.setdefault(self.line, []).append(row)
        self.line_shift += len(words) - (end - start)

    def _place(self, offset: int) -> Place:
        line = self.text.count("\n", 0, offset) + 1
        return Place(self.file_name, line, offset - self.text.rfind("\n", 0, offset))

    def _refusal(self, found: re.Match[str], why: str) -> PublishError:
        hint = "write the text itself in the place of the entity"
        return PublishError(error("REA-013", why, self._place(found.start()), hint))

    def _say_unread(self, unread: dict[str, int]) -> Finding:
        """Name the set that was not read, and a few of the entities that show their names."""
        sets = self.doctype.unread
        names = [f"&{name};" for name in unread]
        listed = ", ".join(names[:FEW]) + (f" and {len(names) - FEW} more" if names[FEW:] else "")
        why = next(iter(sets.values())) or "not beside the manuscript"
        message = (
            f"the entities of {' and '.join(map(repr, list(sets)[:2]))} are not read ({why}); "
            f"their names are shown in the text: {listed}"
        )
        file = posixpath.basename(next(iter(sets)).replace("\\", "/")) or "entities.ent"
        hint = f"put the set beside the manuscript as {file!r}, or write the characters themselves"
        return warning("REA-112", message, self._place(next(iter(unread.values()))), hint)

    def _undefined(self) -> list[Finding]:
        rows = sorted(self.undefined.items(), key=lambda row: row[1][0])
        findings = [self._say_undefined(name, offsets) for name, offsets in rows[:MOST]]
        if len(rows) > MOST:
            findings.append(error("REA-012", f"and {len(rows) - MOST} more undefined entities"))
        return findings

    def _say_undefined(self, name: str, offsets: list[int]) -> Finding:
        place = self._place(offsets[0])
        times = f" ({len(offsets)} times)" if len(offsets) > 1 else ""
        if name in self.doctype.external:
            file = self.doctype.external[name]
            message = f"external entity &{name}; ({file}) is never read{times}"
            return error(
                "REA-019", message, place, f'write <xi:include href="{file}"/> in its place'
            )
        message = f"the entity &{name}; is not defined{times}"
        return error("REA-012", message, place, self._offer_near(name))

    def _offer_near(self, name: str) -> str:
        from rapidfuzz import process  # which only a mistake has use for
        from rapidfuzz.distance import OSA

        known = sorted(character_entities().keys() | self.doctype.entities.keys())
        found = process.extract(
            name, known, scorer=OSA.normalized_similarity, score_cutoff=0.7, limit=2
        )
        offer = f"did you mean &{'; or &'.join(row[0] for row in found)};? Else " if found else ""
        return f"{offer}write the character itself, or &amp; where an ampersand is meant"


class Values:
    """The replacement texts of a document's entities, expanded within limits."""

    def __init__(self, doctype: Doctype) -> None:
        """Take the entities the document declares; the fixed table stands behind them."""
        self.declared, self.external = doctype.entities, doctype.external
        self.known: dict[str, str] = {}
        self.is_open = bool(doctype.unread)
        """A set was not read: what is undefined here may be defined there (XML 1.0, 4.1)."""
        self.unread: dict[str, int] = {}
        self.offset = 0

    def replacement(self, name: str, offset: int = 0) -> str:
        """Return what a reference at `offset` may be replaced with in the text, on one line.

        Raises KeyError where the name is undefined and ValueError where its value has no end.
        """
        self.offset = offset
        if name not in self.declared:
            return self._character(name)
        value = self._expand(name, ())
        if "<" in value:
            return _on_one_line(value)
        return _escape(unescape(value))

    def _expand(self, name: str, around: tuple[str, ...]) -> str:
        if name in self.known:
            return self.known[name]
        if name in around:
            raise ValueError(f"entity &{name}; contains itself")
        if len(around) >= DEEPEST:
            raise ValueError(f"entities stand inside one another more than {DEEPEST} deep")
        pieces, length, done = [], 0, 0
        value = self.declared[name]
        for found in REFERENCE.finditer(value):
            inner = self._inner(found[1], (*around, name))
            pieces += [value[done : found.start()], inner]
            length += len(inner)
            done = found.end()
            if length > LARGEST:
                raise ValueError(f"entity &{name}; grows beyond {LARGEST} characters")
        self.known[name] = "".join([*pieces, value[done:]])
        return self.known[name]

    def _inner(self, name: str, around: tuple[str, ...]) -> str:
        if name in PREDEFINED:
            return f"&{name};"
        if name in self.declared:
            return self._expand(name, around)
        return self._character(name)

    def _character(self, name: str) -> str:
        """Return the character of a name; the name itself where it may be one of an unread set."""
        known = character_entities().get(name)
        if known is not None:
            return _escape(known)
        if not self.is_open or name in self.external:
            raise KeyError(name)
        self.unread.setdefault(name, self.offset)
        return f"&amp;{name};"


def _escape(characters: str) -> str:
    """Write characters so that they are text wherever they stand, in an attribute too."""
    return SPECIAL.sub(lambda found: f"&#{ord(found[0])};", characters)


def _on_one_line(markup: str) -> str:
    """Fold line ends in markup: inside a tag they are spaces, outside they become references."""
    parts = re.split(r"(<[^>]*>)", markup)
    return "".join(
        part.replace("\n", " ") if part.startswith("<") else part.replace("\n", "&#10;")
        for part in parts
    )
