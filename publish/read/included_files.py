"""The files of a book, each with the ids, links and paths that it wrote itself.

Every node is settled once, by the file that it was written in: its ids are made unique in the
book, its paths are written as seen from the main file, and its links lead to what that file means.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct, field

from publish.model.document import XML, XML_ID, local_name
from publish.read.attributes import attributes_of
from publish.read.ids import as_ncname

XML_BASE = f"{{{XML}}}base"
SPACES = ("http://www.w3.org/2001/XInclude", "http://www.w3.org/2003/XInclude")
"""The namespaces of `xi:include`."""
FILE_ATTRIBUTES = ("url", "target", "facs")
"""Attributes that name files relative to the file they stand in."""


class Part(Struct):
    """One reading of one file: a file that is included twice has two."""

    path: Path
    name: str
    """The file as seen from the main file's folder."""
    around: Part | None = None
    inner: list[Part] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    """The ids that it wrote, and what they are in the book."""
    pointers: list[tuple[etree._Element, str]] = field(default_factory=list)
    """Its elements that may point at something, and the file their paths are relative to."""
    bases: dict[etree._Element, str] = field(default_factory=dict)
    """Its includes, and the file their paths are relative to."""
    first: etree._Element | None = None
    """The first element that was taken from it."""

    def reach(self) -> Iterator[Part]:
        """Walk over this part and those that it includes, from the outside in."""
        pending = [self]
        while pending:
            part = pending.pop(0)
            yield part
            pending += part.inner


class Parts:
    """All that a book is made of."""

    def __init__(self, main: Path) -> None:
        """Begin with the main file."""
        self.folder = main.resolve().parent
        self.taken: set[str] = set()
        self.renamed: set[str] = set()
        self.by_name: dict[str, Part] = {}
        self.all: list[Part] = []
        self.main = self.add(main.resolve(), main.name)

    def add(self, path: Path, name: str, around: Part | None = None) -> Part:
        """Add a file, which `around` calls by this name."""
        lies_at = path.relative_to(self.folder).as_posix()
        part = Part(path, lies_at, around)
        for called in (lies_at, posixpath.normpath(name)):
            self.by_name.setdefault(called, part)
        if around is not None:
            around.inner.append(part)
        self.all.append(part)
        return part

    def settle(self, part: Part, root: etree._Element, base: str = "") -> None:
        """Settle what the part wrote at and below `root`, before anything is included there.

        What stands in an include is a fallback, and settled when it is used. `base` is the file
        that paths are relative to, where that is another than the part.
        """
        own = list(_own(root, base or part.name))
        part.bases.update((element, file) for element, file in own if _is_include(element))
        written = [row for row in own if not _is_include(row[0])]
        for element, _ in written:
            self._name(part, element)
        for element, file in written:
            self.by_name.setdefault(file, part)
            _rewrite_paths(element, file, part)
            if "target" in element.attrib or any("#" in value for value in element.values()):
                part.pointers.append((element, file))

    def _name(self, part: Part, element: etree._Element) -> None:
        written = element.get(XML_ID)
        if written is None:
            return
        if written not in part.ids:
            name = written
            if name in self.taken:
                name = _free(as_ncname(f"{part.path.stem}-{written}"), self.taken)
                self.renamed.add(written)
            self.taken.add(name)
            part.ids[written] = name
        if part.ids[written] != written:
            element.set(XML_ID, part.ids[written])

    def join_links(self) -> None:
        """Lead every pointer to the node that its own file means by it.

        `ch2.xml#n1` and `ch2.xml` become links inside the book where ch2.xml is a part of it.
        """
        for part in self.all:
            for element, file in part.pointers:
                for key, value in attributes_of(element).items():
                    if "#" not in value and key != "target":
                        continue
                    seen_from = "" if key in FILE_ATTRIBUTES else file
                    tokens = [self._joined(token, part, seen_from) for token in value.split()]
                    if tokens != value.split():
                        element.set(key, " ".join(tokens))

    def _joined(self, token: str, part: Part, file: str) -> str:
        name, mark, identifier = token.partition("#")
        if not name:
            return f"#{self._meant(identifier, part)}" if mark else token
        if ":" in name or name.startswith("/"):
            return token
        other = self.by_name.get(_relative(unquote(name), file))
        if other is None or (token in part.ids and not mark):
            return token
        if mark:
            return f"#{self._meant(identifier, other)}"
        return f"#{self._start_of(other)}" if other.first is not None else token

    def _meant(self, identifier: str, part: Part) -> str:
        """Find what a part means by an id: its own, that of a part in it, of a part around it."""
        if identifier in part.ids:
            return part.ids[identifier]
        around: Part | None = part if identifier in self.renamed else None
        while around is not None:
            found = next((one for one in around.reach() if identifier in one.ids), None)
            if found is not None:
                return found.ids[identifier]
            around = around.around
        return identifier

    def _start_of(self, part: Part) -> str:
        """Return the id of the first element of a part, which has one from now on."""
        assert part.first is not None  # _joined asks before
        name = part.first.get(XML_ID) or _free(as_ncname(part.path.stem), self.taken)
        self.taken.add(name)
        part.first.set(XML_ID, name)
        return name


def base_of(element: etree._Element, file: str) -> str:
    """Return the file that an element's paths are relative to, where it was written in `file`.

    Authority: XML Base (2009). An absolute base says where the file was published, not where its
    pictures are now.
    """
    around = [element, *element.iterancestors(etree.Element)]
    for outer in reversed(around):
        file = _based(outer, file)
    return file


def _own(root: etree._Element, file: str) -> Iterator[tuple[etree._Element, str]]:
    pending = [(root, file)]
    while pending:
        element, file = pending.pop()
        if not isinstance(element.tag, str):
            continue
        if _is_include(element):
            yield element, file
            continue
        file = _based(element, file)
        yield element, file
        pending.extend((child, file) for child in reversed(element))


def _is_include(element: etree._Element) -> bool:
    return local_name(element) == "include" and str(element.tag)[1:].partition("}")[0] in SPACES


def _based(element: etree._Element, file: str) -> str:
    base = element.get(XML_BASE)
    if not base or ":" in base or base.startswith(("/", "#")):
        return file
    moved = posixpath.join(posixpath.dirname(file), base.partition("#")[0])
    return posixpath.normpath(moved) + ("/" if base.endswith("/") else "")


def _rewrite_paths(element: etree._Element, file: str, part: Part) -> None:
    """Write paths as seen from the main file; what `xml:base` said is said by them then."""
    base = element.get(XML_BASE)
    if base and ":" not in base and not base.startswith("/"):
        del element.attrib[XML_BASE]
    if not posixpath.dirname(file):
        return
    for key in FILE_ATTRIBUTES:
        value = element.get(key, "")
        words = [value.strip()] if key == "url" else value.split()
        if words and words[0]:
            element.set(key, " ".join(_seen_from_main(word, file, part) for word in words))


def _seen_from_main(token: str, file: str, part: Part) -> str:
    name, mark, identifier = token.partition("#")
    if not name or ":" in token or name.startswith("/") or token in part.ids:
        return token
    return _relative(name, file) + mark + identifier


def _relative(name: str, file: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), name))


def _free(name: str, taken: set[str]) -> str:
    count, free = 2, name
    while free in taken:
        free, count = f"{name}-{count}", count + 1
    return free
