"""Records that lie in other files: the persons, places and works that names of the text point at.

Projects keep them in one file for all texts, `persons.xml#id` (TEI chapter 14), often behind a
prefix that the header explains, `pers:id` (chapter 17.2.3). What is pointed at is copied into the
header, which is no text, and the pointer leads there.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct, field

from publish.house.header_patterns import HeaderPattern, read_pattern
from publish.model.document import XML_ID, Document, local_name, tei
from publish.model.finding import Finding, PublishError, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.run.inputs import is_input, lies_in

ReadPart = Callable[[Path, list[Finding]], etree._Element]

POINTERS = ("ref", "who", "wit", "corresp", "sameAs", "target", "resp", "hand", "source", "facs")
"""Attributes in which an abbreviated pointer is written out."""

_OF_RECORDS = ("ref", "who", "wit", "corresp", "sameAs", "resp")
_RECORDS = frozenset(
    "person personGrp place org bibl biblStruct biblFull event object nym witness item".split()
)
_MOST_FILES = 50
_LONGEST = 100
_GROUP_REPEATED, _QUANTIFIER = lazy_pattern(r"\)[+*{]"), lazy_pattern(r"[+*{]")
"""A pattern with repeated groups, or with many repetitions, may need endless time."""

_PREFIX = lazy_pattern(r"([A-Za-z][A-Za-z0-9+.-]*):(\S+)")


def bring_records(document: Document, read_part: ReadPart, home: Path) -> list[Finding]:
    """Write out abbreviated pointers, and copy the records that they name into the header.

    Only files in the folder `home` are read. Code: REA-133 such a file cannot be read.
    """
    prefixes = _prefixes(document.root)
    known = {e.get(XML_ID) or "" for e in document.root.iter(etree.Element) if e.get(XML_ID)}
    bringer = _Bringer(document, read_part, home, known)
    for element in document.root.iter(etree.Element):
        for name in POINTERS if len(element.attrib) else ():
            value = element.get(name)
            if value and (":" in value or "#" in value):
                tokens = written = value.split()
                if prefixes:
                    words = element.itertext() if name == "target" else ()
                    is_link = bool("".join(map(str, words)).strip())
                    written = [_written_out(each, prefixes, is_link=is_link) for each in tokens]
                if name in _OF_RECORDS:
                    written = [bringer.joined(token, element) for token in written]
                if written != tokens:
                    element.set(name, " ".join(written))
    bringer.put_into_header()
    return bringer.findings


def _prefixes(root: etree._Element) -> dict[str, list[HeaderPattern]]:
    """Read the header's `prefixDef` elements: patterns with what replaces them."""
    found: dict[str, list[HeaderPattern]] = {}
    for definition in root.iter(tei("prefixDef")):
        pattern = definition.get("matchPattern") or "(.+)"
        is_long = len(pattern) > _LONGEST or len(_QUANTIFIER.findall(pattern)) > 3
        if is_long or _GROUP_REPEATED.search(pattern) or not definition.get("replacementPattern"):
            continue
        read = read_pattern(definition, pattern)
        if read is not None:
            found.setdefault(definition.get("ident") or "", []).append(read)
    return found


def _written_out(token: str, prefixes: dict[str, list[HeaderPattern]], *, is_link: bool) -> str:
    """Write a pointer out; one to the web only behind words, since else it would be printed."""
    match = _PREFIX.fullmatch(token) if len(token) <= _LONGEST else None
    if match is None:
        return token
    for pattern in prefixes.get(match[1], ()):
        inside = pattern.matched.fullmatch(match[2])
        if inside is not None:
            written = pattern.filled(inside)
            is_useful = is_link if "://" in written else "#" in written
            return written if is_useful else token
    return token


class _Bringer(Struct):
    """The files that are pointed at, and what was taken from them."""

    document: Document
    read_part: ReadPart
    home: Path
    known: set[str]
    findings: list[Finding] = field(default_factory=list)
    _paths: dict[str, Path | None] = field(default_factory=dict)
    _files: dict[Path, dict[str, etree._Element]] = field(default_factory=dict)
    _brought: dict[tuple[Path, str], str] = field(default_factory=dict)
    _copies: list[etree._Element] = field(default_factory=list)

    def joined(self, token: str, element: etree._Element) -> str:
        """Return a pointer to the record that a pointer to another file names; else the same."""
        name, mark, identifier = token.partition("#")
        if not (name and mark and identifier) or ":" in name or not name.endswith((".xml", ".tei")):
            return token
        path = self._path(name)
        if path is None:
            return token
        key = (path, identifier)
        if key not in self._brought:
            record = self._records(path, element).get(identifier)
            self._brought[key] = "" if record is None else self._bring(record, path)
        return f"#{self._brought[key]}" if self._brought[key] else token

    def _path(self, name: str) -> Path | None:
        """Return the other file in the folder that a pointer names; None where it is none."""
        if name not in self._paths:
            path = self.document.path.parent / unquote(name)
            is_other = path.name != self.document.path.name and lies_in(path, self.home)
            self._paths[name] = path.resolve() if is_other else None
        return self._paths[name]

    def _records(self, path: Path, element: etree._Element) -> dict[str, etree._Element]:
        if path not in self._files:
            self._files[path] = {}
            if len(self._files) <= _MOST_FILES and is_input(path):
                self._files[path] = self._read(path, element)
        return self._files[path]

    def _read(self, path: Path, element: etree._Element) -> dict[str, etree._Element]:
        try:
            root = self.read_part(path, [])
        except PublishError as problem:
            message = (
                f"{path.name}, which names point at, cannot be read: {problem.findings[0].message}"
            )
            hint = "mend that file; the names go without its records"
            self.findings.append(warning("REA-133", message, self.document.place(element), hint))
            return {}
        records = (e for e in root.iter(etree.Element) if local_name(e) in _RECORDS)
        return {e.get(XML_ID) or "": e for e in records}

    def _bring(self, record: etree._Element, path: Path) -> str:
        """Copy a record; its id gets the file's name where the book has the same one."""
        copied = copy.deepcopy(record)
        copied.tail = None
        name = record.get(XML_ID) or ""
        while name in self.known:
            name = f"{re.sub(r'[^A-Za-z0-9_-]', '-', path.stem)}-{name}"
        for inner in copied.iter(etree.Element):
            inner.attrib.pop(XML_ID, "")
        copied.set(XML_ID, name)
        self.known.add(name)
        self._copies.append(copied)
        return name

    def put_into_header(self) -> None:
        """Put the copies behind all that the header says itself."""
        if not self._copies:
            return
        root = self.document.root
        header = root.find(tei("teiHeader"))
        if header is None:
            header = etree.Element(tei("teiHeader"))
            root.insert(0, header)
        made = etree.SubElement(header, tei("xenoData"), {"type": "records"})
        made.extend(self._copies)
