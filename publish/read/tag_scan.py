"""A walk over the tags of a text that is not well-formed, up to the first fault."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from msgspec import Struct

from publish.model.finding import Place
from publish.model.lazy_pattern import lazy_pattern
from publish.read.entities import Shifts

NAME = r"[^\s<>/=\"'&;!?#]+"
STOP = lazy_pattern("[<&\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
END_TAG = lazy_pattern(rf"</({NAME})\s*>")
START = lazy_pattern(rf"<({NAME})")
ATTRIBUTE = lazy_pattern(rf"(\s*)({NAME})\s*=\s*(\"[^\"<]*\"|'[^'<]*')")
UNQUOTED = lazy_pattern(rf"\s*({NAME})\s*=\s*([^\s\"'<>]+)")
BARE_ATTRIBUTE = lazy_pattern(rf"\s+({NAME})\s*(?=[\s/>])")
UNCLOSED_VALUE = lazy_pattern(rf"\s*({NAME})\s*=\s*[\"']")
TAG_END = lazy_pattern(r"\s*(/?)>")
REFERENCE = lazy_pattern(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|[^\W\d][\w.:\-]*);")

EMPTY = frozenset("anchor cb gap gb graphic lb milestone pb ptr space xptr".split())
"""TEI elements without content, which SGML leaves unclosed."""


class Fault(Struct, frozen=True):
    """What is wrong at an offset of the text."""

    offset: int
    message: str
    hint: str
    code: str = "REA-010"


class Open(Struct, frozen=True):
    """An element that is open: its name and where it was opened."""

    name: str
    offset: int


class Lines:
    """Turns offsets of a text into places of the author's file."""

    def __init__(self, text: str, file_name: str, shifts: Shifts) -> None:
        """Take the parsed text, the file's name and what resolving entities moved."""
        self.text, self.file_name, self.shifts = text, file_name, shifts

    def place(self, offset: int) -> Place:
        """Tell line and column, counted from 1."""
        line = self.text.count("\n", 0, offset) + 1
        column = offset - self.text.rfind("\n", 0, offset)
        return Place(self.file_name, line, self.shifts.column(line, column))

    def at(self, offset: int) -> str:
        """Write line and column for use inside a message."""
        place = self.place(offset)
        return f"{place.line}:{place.column}"


class Scan:
    """Walks over the tags with a stack of open elements until something is wrong."""

    def __init__(self, text: str, lines: Lines) -> None:
        """Begin before the first character."""
        self.text, self.lines = text, lines
        self.open: list[Open] = []
        self.position = 0
        self.root_seen = False

    def first_fault(self) -> Fault | None:
        """Find what is wrong first; None where these rules find nothing."""
        while found := STOP.search(self.text, self.position):
            fault = self._loose_words(found.start()) or self._step(found.start())
            if fault:
                return fault
        return self._loose_words(len(self.text)) or self._at_end()

    def _step(self, offset: int) -> Fault | None:
        text = self.text
        if text[offset] == "&":
            return self._reference(offset)
        if text[offset] != "<":
            code = f"U+{ord(text[offset]):04X}"
            return Fault(offset, f"control character {code} may not stand in XML", "delete it")
        if text.startswith("</", offset):
            return self._end_tag(offset)
        if text.startswith("<!--", offset):
            return self._comment(offset)
        if text.startswith("<![CDATA[", offset):
            return self._skip(offset, "]]>", "CDATA section")
        if text.startswith("<?", offset):
            return self._instruction(offset)
        if text.startswith("<!", offset):
            hint = "move it into the DOCTYPE, or delete it"
            return Fault(offset, "a declaration (<!...) stands in the text", hint)
        return self._start_tag(offset)

    def _loose_words(self, until: int) -> Fault | None:
        """Find text outside the root element."""
        if self.open:
            return None
        words = self.text[self.position : until]
        if not words.strip():
            return None
        offset = self.position + len(words) - len(words.lstrip())
        where = "behind the end of" if self.root_seen else "before"
        said = " ".join(words.split())[:30]
        return Fault(offset, f"{said!r} stands {where} the root element", "delete it or move it")

    def _skip(self, offset: int, close: str, what: str) -> Fault | None:
        end = self.text.find(close, offset + 2)
        if end < 0:
            return Fault(
                offset, f"the {what} opened here is never closed", f"close it with {close}"
            )
        self.position = end + len(close)
        return None

    def _comment(self, offset: int) -> Fault | None:
        end = self.text.find("--", offset + 4)
        if end >= 0 and not self.text.startswith("-->", end):
            hint = "write one hyphen, or a dash, or close the comment with -->"
            return Fault(end, f"'--' stands in the comment opened at {self.lines.at(offset)}", hint)
        return self._skip(offset, "-->", "comment")

    def _instruction(self, offset: int) -> Fault | None:
        if re.match(r"<\?xml\s", self.text[offset : offset + 6]):
            message = "the XML declaration <?xml ...?> is not the first thing in the file"
            return Fault(offset, message, "delete what stands before it")
        return self._skip(offset, "?>", "processing instruction")

    def _reference(self, offset: int) -> Fault | None:
        found = REFERENCE.match(self.text, offset)
        if found is None:
            return Fault(offset, "a bare & stands in the text", "write &amp;")
        code = int(found[1]) if found[1] else int(found[2], 16) if found[2] else 0x20
        if not _is_xml_character(code):
            return Fault(offset, f"{found[0]} is no character that XML allows", "delete it")
        self.position = found.end()
        return None

    def _end_tag(self, offset: int) -> Fault | None:
        found = END_TAG.match(self.text, offset)
        if found is None:
            return Fault(offset, "this end tag is not closed", "write it as </name>")
        self.position = found.end()
        if self.open and self.open[-1].name == found[1]:
            self.open.pop()
            return None
        return self._mismatch(offset, found[1])

    def _mismatch(self, offset: int, name: str) -> Fault:
        code = "REA-011"
        if not self.open:
            return Fault(offset, f"</{name}> closes nothing: no element is open", "delete it", code)
        top = self.open[-1]
        opened = f"<{top.name}>, opened at {self.lines.at(top.offset)}"
        if top.name in EMPTY:
            hint = f"an empty element is written <{top.name}/>"
            return Fault(offset, f"</{name}> found, but {opened}, is not closed", hint, code)
        if any(element.name == name for element in self.open):
            message = f"</{name}> found, but {opened}, is still open"
            return Fault(offset, message, self._close_first(name), code)
        message = f"</{name}> found where {opened}, is to be closed"
        return Fault(offset, message, _repair_name(name, top.name), code)

    def _close_first(self, name: str) -> str:
        """Name the end tags that are missing before that of `name`."""
        missing = []
        for element in reversed(self.open):
            if element.name == name:
                break
            missing.append(f"</{element.name}>")
        return f"write {''.join(missing[:4])} before it, or where the element ends"

    def _start_tag(self, offset: int) -> Fault | None:
        found = START.match(self.text, offset)
        if found is None:
            return Fault(offset, "a bare < stands in the text", "write &lt;")
        name, position = found[1], found.end()
        if self.root_seen and not self.open:
            message = f"<{name}> stands behind the end of the root element"
            return Fault(offset, message, "a document has one root; move it inside")
        seen: set[str] = set()
        while attribute := ATTRIBUTE.match(self.text, position):
            if not attribute[1]:
                hint = "write a space between attributes"
                return Fault(position, f"no space stands before {attribute[2]}=", hint)
            if attribute[2] in seen:
                message = f"<{name}> has the attribute {attribute[2]} twice"
                return Fault(attribute.start(2), message, "delete one of them")
            if fault := self._references_in(attribute):
                return fault
            seen.add(attribute[2])
            position = attribute.end()
        end = TAG_END.match(self.text, position)
        if end is None:
            return self._bad_tag(offset, name, position)
        self._opened(name, offset, closed=bool(end[1]))
        self.position = end.end()
        return None

    def _opened(self, name: str, offset: int, *, closed: bool) -> None:
        self.root_seen = True
        if not closed:
            self.open.append(Open(name, offset))

    def _references_in(self, attribute: re.Match[str]) -> Fault | None:
        place = self.text.find("&", attribute.start(3), attribute.end(3))
        while place >= 0:
            kept = self.position
            fault = self._reference(place)
            self.position = kept
            if fault:
                return fault
            place = self.text.find("&", place + 1, attribute.end(3))
        return None

    def _bad_tag(self, offset: int, name: str, position: int) -> Fault:
        """Say what is wrong inside a start tag, behind its last good attribute."""
        text = self.text
        if found := UNQUOTED.match(text, position):
            hint = f'write {found[1]}="{found[2].rstrip("/")}"'
            return Fault(found.start(1), f"the value of {found[1]} has no quotes", hint)
        if found := UNCLOSED_VALUE.match(text, position):
            message = f"the value of {found[1]} has no closing quote before the next <"
            return Fault(found.start(1), message, "add the quote, or write &lt; inside the value")
        if found := BARE_ATTRIBUTE.match(text, position):
            hint = f'write {found[1]}="..." or delete it'
            return Fault(found.start(1), f"the attribute {found[1]} has no value", hint)
        return Fault(offset, f"the tag <{name} is not closed", "write > at its end")

    def _at_end(self) -> Fault | None:
        """Say what is open where the text ends."""
        if not self.root_seen:
            return Fault(0, "the file holds no element", "name the TEI file you meant")
        if not self.open:
            return None
        top = self.open[-1]
        around = ", ".join(f"<{element.name}>" for element in self.open[:-1][-4:])
        inside = f" (inside {around})" if around else ""
        message = (
            f"the file ends while <{top.name}>, opened at {self.lines.at(top.offset)}, is open"
        )
        hint = f"write </{top.name}> where it ends, or complete the file if it was cut off"
        return Fault(len(self.text.rstrip()), message + inside, hint, "REA-011")


def _repair_name(found: str, expected: str) -> str:
    if found.lower() == expected.lower():
        return f"write </{expected}>: XML tells capitals from small letters"
    if SequenceMatcher(None, found, expected).ratio() > 0.6:
        return f"write </{expected}>"
    return f"delete it, or open <{found}> where it begins"


def _is_xml_character(code: int) -> bool:
    """Return whether XML 1.0 (2.2) allows the character."""
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )
