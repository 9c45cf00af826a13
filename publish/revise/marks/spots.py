r"""What stands around a mark in the reader's copy: places in an EPUB, as devices write them.

KOReader writes crengine's XPointers (`/body/DocFragment[4]/body/p[3]/text().15`), Kobo the id of a
sentence or a point (`span#kobo\.12\.3`, `#point(/1/4/2/1:15)`), Apple and W3C selectors an EPUB
CFI (EPUB Canonical Fragment Identifiers 1.1, clause 2.3), Kindle how much of its file comes before.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from lxml import etree
from msgspec import structs

from publish.model.lazy_pattern import lazy_pattern
from publish.revise.marks.locations import Ruler, located
from publish.revise.marks.mark import Mark
from publish.revise.reader_text import fold_letters

AROUND = 80
"""Characters of context on each side."""
XPOINTER = lazy_pattern(r"^/body/DocFragment\[(\d+)\]/(.*?)(?:\.(\d+))?$")
CFI = lazy_pattern(r"epubcfi\(([^!]*)!([^,)]*)(?:,([^,)]*))?")
KOBO_POINT = lazy_pattern(r"(\S+?)#point\(([\d/]+):(\d+)\)")
KOBO_SPAN = lazy_pattern(r"^(\S+) span#(kobo\S+) (\d+)$")

UNREADABLE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    LookupError,
    StopIteration,
    RuntimeError,
    ValueError,
)
"""What a file raises that is no EPUB, is not whole, or is locked."""

_Node = tuple[etree._Element, bool]


class Copy:
    """The parts of an EPUB in reading order, and their text."""

    def __init__(self, path: Path) -> None:
        """Read the parts that the spine names. Raises one of UNREADABLE."""
        with zipfile.ZipFile(path) as book:
            container = etree.fromstring(book.read("META-INF/container.xml"))
            package = str(next(e.get("full-path") for e in container.iter("{*}rootfile")))
            root = etree.fromstring(book.read(package))
            items = {e.get("id"): e.get("href") or "" for e in root.iter("{*}item")}
            home = posixpath.dirname(package)
            names = [items[e.get("idref")] for e in root.iter("{*}itemref")]
            self.names = [posixpath.normpath(posixpath.join(home, name)) for name in names]
            self.parts = [_Part(etree.fromstring(book.read(n), _plain())) for n in self.names]

    def with_context(self, marks: Iterable[Mark]) -> list[Mark]:
        """Give marks that have no context of their own what stands around them in this copy."""
        found = [m if m.lead or m.trail else self._with_context(m) for m in marks]
        if any(mark.locations for mark in found):
            text = self.ruler.text
            for number, spans in located(found, self.ruler).items():
                around = tuple(
                    (text[max(0, start - AROUND) : start], text[end : end + AROUND])
                    for start, end in spans
                )
                found[number] = structs.replace(found[number], contexts=around)
        return found

    @cached_property
    def ruler(self) -> Ruler:
        """Lay the parts end to end, as a device's own file has them."""
        tags: list[tuple[int, int, int]] = []
        length = count = size = 0
        for part in self.parts:
            tags += [(length + at, count + tag, size + own) for at, tag, own in part.tags]
            length, count, size = length + len(part.text), *tags[-1][1:]
        return Ruler("".join(part.text for part in self.parts), tags)

    def _with_context(self, mark: Mark) -> Mark:
        found = self._part_and_place(mark.spot)
        if found is None:
            return mark
        part, at = found
        lead, trail = part.around(at, mark.words)
        return structs.replace(mark, lead=lead, trail=trail)

    def _part_and_place(self, spot: str) -> tuple[_Part, int] | None:
        if pointer := XPOINTER.match(spot):
            part = self._part(int(pointer[1]) - 1)
            at = part.by_path(pointer[2], int(pointer[3] or 0)) if part else None
        elif span := KOBO_SPAN.match(spot):
            part = self._named(span[1])
            at = part.by_id(span[2].replace("\\", ""), int(span[3])) if part else None
        elif point := KOBO_POINT.search(spot):
            part = self._named(point[1])
            at = part.by_steps(point[2].removeprefix("/1"), int(point[3])) if part else None
        elif cfi := CFI.search(spot):
            numbers = re.findall(r"/(\d+)", cfi[1])
            part = self._part(int(numbers[-1]) // 2 - 1) if numbers else None
            steps, _, offset = (cfi[2] + (cfi[3] or "")).partition(":")
            at = part.by_steps(steps, int(offset or 0)) if part and offset.isdigit() else None
        else:
            return None
        return (part, at) if part is not None and at is not None else None

    def _part(self, number: int) -> _Part | None:
        return self.parts[number] if 0 <= number < len(self.parts) else None

    def _named(self, name: str) -> _Part | None:
        ends = [n for n, own in enumerate(self.names) if own.endswith(name.lstrip("/"))]
        return self.parts[ends[0]] if len(ends) == 1 else None


def _plain() -> etree.XMLParser:
    """Read no comments and instructions: they cut no text in two where devices count."""
    return etree.XMLParser(remove_comments=True, remove_pis=True)


class _Part:
    """A part's text, and where in it each text node begins."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.starts: dict[_Node, int] = {}
        self.tags: list[tuple[int, int, int]] = []
        """Places of the text; how many tags stand before each, and how many bytes of them."""
        pieces: list[str] = []
        length = size = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            text = element.text if event == "start" else element.tail
            size += _tag_size(element, is_end=event == "end")
            self.tags.append((length, len(self.tags) + 1, size))
            self.starts[element, event == "end"] = length
            if text:
                pieces.append(text)
                length += len(text)
        self.text = "".join(pieces)

    def around(self, at: int, words: str) -> tuple[str, str]:
        """Return what stands before and behind words that begin at a place, or nearly there."""
        quoted = fold_letters(words)
        letters, end = "", at
        while end < len(self.text) and len(letters) < len(quoted):
            letters += fold_letters(self.text[end])
            end += 1
        if letters != quoted:
            return "", ""
        return self.text[max(0, at - AROUND) : at], self.text[end : end + AROUND]

    def by_id(self, name: str, offset: int) -> int | None:
        """Find a place by the id of the element it is in."""
        found = next((e for e in self.root.iter(etree.Element) if e.get("id") == name), None)
        return None if found is None else self.starts[found, False] + offset

    def by_path(self, path: str, offset: int) -> int | None:
        """Find a place by names and numbers of elements, those of a name counted apart."""
        node = self.root
        for step in path.split("/"):
            found = re.fullmatch(r"([\w:()-]+?)(?:\[(\d+)\])?", step)
            if found is None:
                return None
            name, number = found[1], int(found[2] or 1)
            if name == "text()":
                return self._text_node(node, number, offset)
            children = [c for c in node.iterchildren(etree.Element) if _local(c) == name]
            if number > len(children):
                return None
            node = children[number - 1]
        return self.starts[node, False]

    def _text_node(self, node: etree._Element, number: int, offset: int) -> int | None:
        """Return the place in the nth text among an element's children."""
        texts: list[_Node] = [(node, False)] if node.text else []
        texts += [(child, True) for child in node if child.tail]
        return self.starts[texts[number - 1]] + offset if 0 < number <= len(texts) else None

    def by_steps(self, steps: str, offset: int) -> int | None:
        """Find a place by CFI steps: even numbers are elements, odd ones the text between them."""
        node = self.root
        for step in re.findall(r"/(\d+)", re.sub(r"\[[^\]]*\]", "", steps)):
            number = int(step)
            children = list(node.iterchildren(etree.Element))
            if number % 2:
                before = number // 2
                if before > len(children):
                    return None
                start = (children[before - 1], True) if before else (node, False)
                return self.starts[start] + offset
            if not 0 < number // 2 <= len(children):
                return None
            node = children[number // 2 - 1]
        return self.starts[node, False] + offset


def _tag_size(element: etree._Element, *, is_end: bool) -> int:
    """Count the bytes of a tag, `<p class="x">` or `</p>`."""
    if is_end:
        return len(_local(element)) + len("</>")
    given = sum(len(str(name)) + len(str(value)) + len(' =""') for name, value in element.items())
    return len(_local(element)) + len("<>") + given


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
