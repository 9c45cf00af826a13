"""XInclude: parts of a book from files in the manuscript's own folder, and from nowhere else.

Authority: XInclude 1.0 (2006). `href`, `parse`, `encoding`, `fallback` and an `xpointer` (see
`xpointer.py`) are understood. Each part is settled by its own file before its own includes are
followed (`included_files.py`), so that ids, links and paths work in the whole at any depth.
"""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from publish.model.document import XML_LANG, Document, local_name, tei
from publish.model.finding import Finding, PublishError, error, notice, say_path, warning
from publish.read.encoding import decode_plain
from publish.read.included_files import SPACES, XML_BASE, Part, Parts, base_of
from publish.read.parse import DEEPEST, MOST_NODES, too_deep, too_many_nodes
from publish.read.source import read_bytes
from publish.read.xpointer import find_pointed
from publish.run.inputs import LARGEST, is_input

MOST = 5000
"""Includes in one book; files that include one another in pairs would double without end."""
ATTRIBUTE_BYTES = 100
"""What an attribute takes besides its characters, nearly."""
LONGEST = 20
"""Files that may include one another in a chain."""

ReadPart = Callable[[Path, list[Finding]], etree._Element]
"""Reads one file into a tree in the TEI namespace."""

Link = tuple[Path, str]
"""One include of a chain: the file, and what of it is taken (an xpointer, or all)."""


@dataclass(slots=True)
class _RefusedError(Exception):
    """Why a part cannot be had."""

    code: str
    message: str
    hint: str


def include_parts(
    document: Document, read_part: ReadPart, *, keep_going: bool = False
) -> list[Finding]:
    """Put the included files in the places of `xi:include`.

    Errors: REA-030 outside the manuscript's folder, REA-031 no such file, REA-032 a loop,
    REA-033 an `xpointer` that finds nothing. Where the author gave a fallback it is used instead,
    with the notice REA-034. With `keep_going` they are warnings REA-111, and an include that
    brings nothing stays in the tree, for a notice to be set in its place.
    """
    has_base = any(XML_BASE in element.attrib for element in document.root.iter(etree.Element))
    if not has_base and next(_includes_in(document.root), None) is None:
        return []
    worker = _Includer(document, read_part, keep_going=keep_going)
    worker.parts.settle(worker.parts.main, document.root)
    worker.expand(document.root, worker.parts.main, ((document.path.resolve(), ""),))
    worker.parts.join_links()
    _check_depth(document)
    return worker.findings


class _Includer:
    """One pass over one book."""

    def __init__(self, document: Document, read_part: ReadPart, *, keep_going: bool) -> None:
        self.document, self.read_part, self.keep_going = document, read_part, keep_going
        self.parts = Parts(document.path)
        self.findings: list[Finding] = []
        self.count = self.size = self.nodes = 0
        self.left: set[etree._Element] = set()
        """The includes that bring nothing and stay."""
        self.quoted: dict[Path, etree._Element] = {}
        """The files of which passages are taken, as read."""

    def expand(self, root: etree._Element, part: Part, chain: tuple[Link, ...]) -> None:
        """Replace the includes below `root`, a tree that was read from `part`."""
        for include in list(_includes_in(root)):
            if include in self.left or not _below(include, root):
                continue
            self._count(include)
            try:
                self._include(include, part, chain)
            except _RefusedError as refusal:
                self._fall_back(include, refusal, part, chain)
            except PublishError as stop:
                self._leave(include, stop.findings)

    def _count(self, include: etree._Element) -> None:
        self.count += 1
        if self.count > MOST or self.size > LARGEST:
            message = f"more than {MOST} includes, or {LARGEST // 2**20} MB in all"
            place = self.document.place(include)
            raise PublishError(error("REA-032", message, place, "take out includes"))

    def _include(self, include: etree._Element, around: Part, chain: tuple[Link, ...]) -> None:
        pointer = include.get("xpointer") or include.get("fragid") or ""
        path, name = self._locate(include, around, pointer)
        if _is_plain(include.get("parse", "xml")):
            self.size += path.stat().st_size
            encoding = include.get("encoding", "")
            _replace(include, [], decode_plain(read_bytes(path), encoding, say_path(path)))
            return
        link = (path, pointer)
        if link in chain or len(chain) >= LONGEST:
            names = " includes ".join(file.name for file, _ in (*chain, link))
            raise _RefusedError("REA-032", f"without end: {names}", "take one of the includes out")
        root = self._read_once(path, include) if pointer else self._read(path, include)
        part = self.parts.add(path, name, around)
        holder = self._take(root, include, part, (*chain, link))
        part.first = next(holder.iterchildren(etree.Element), None)
        _replace(include, list(holder), holder.text or "")

    def _read(self, path: Path, include: etree._Element) -> etree._Element:
        root = self.read_part(path, self.findings)
        self._weigh(root, include)
        return root

    def _read_once(self, path: Path, include: etree._Element) -> etree._Element:
        """Read a file of which passages are taken; a book may take hundreds from a large one."""
        if path not in self.quoted:
            self.quoted[path] = self._read(path, include)
        return self.quoted[path]

    def _weigh(self, root: etree._Element, include: etree._Element) -> None:
        """Bound what the parts come to as read: entities and default attributes let them grow."""
        for node in root.iter():
            self.nodes += 1
            values = [str(value) for value in node.attrib.values()] if len(node.attrib) else []
            self.size += ATTRIBUTE_BYTES * len(values) + sum(map(len, values))
            self.size += len(node.text or "") + len(node.tail or "")
        if self.nodes > MOST_NODES:
            raise too_many_nodes(self.document.place(include))

    def _take(
        self, root: etree._Element, include: etree._Element, part: Part, chain: tuple[Link, ...]
    ) -> etree._Element:
        """Take from a file what is asked for, settled and with its own includes followed."""
        if chain[-1][1]:
            return self._take_passages(root, include, part, chain)
        text, nodes = _fitting(root, include)
        if root not in nodes:
            self._keep_beside(root, part, chain)
        _keep_surroundings(nodes, nodes, part)
        return self._follow(_holding(nodes, text), part, chain)

    def _take_passages(
        self, root: etree._Element, include: etree._Element, part: Part, chain: tuple[Link, ...]
    ) -> etree._Element:
        """Copy what a pointer names from a file that is read once for all pointers."""
        pointer = chain[-1][1]
        found = find_pointed(root, pointer)
        nodes = [copy.deepcopy(node) for node in found or [root]]
        for node in nodes:
            self._weigh(node, include)
        if found:
            _keep_surroundings(nodes, found, part)
            return self._follow(_holding(nodes, alone=True), part, chain)
        whole = self._follow(_holding(nodes), part, chain)  # it may lie in what that includes
        nodes = find_pointed(whole[0], pointer) if len(whole) else []
        if not nodes:
            message = f"xpointer {pointer!r} finds nothing"
            raise _RefusedError("REA-033", message, "name an xml:id in it")
        return _holding(nodes, alone=True)

    def _keep_beside(self, root: etree._Element, part: Part, chain: tuple[Link, ...]) -> None:
        """Keep the notes and registers that stand beside the text of an included document."""
        beside = root.findall(tei("standOff"))
        if beside:
            _keep_surroundings(beside, beside, part)
            self.document.root.extend(self._follow(_holding(beside, alone=True), part, chain))

    def _follow(
        self, holder: etree._Element, part: Part, chain: tuple[Link, ...]
    ) -> etree._Element:
        self.parts.settle(part, holder)
        self.expand(holder, part, chain)
        return holder

    def _locate(self, include: etree._Element, around: Part, pointer: str) -> tuple[Path, str]:
        """Find the file that `href` names, inside the manuscript's folder or not at all."""
        href = include.get("href", "")
        name = unquote(href.partition("#")[0])
        if not name and pointer:
            return around.path, around.name
        if not name:
            raise _RefusedError("REA-033", "an include without href", "name a file in href")
        inside = "copy the file into the manuscript's folder and name it relative to that"
        if "://" in name or name.startswith(("/", "//")) or "\\" in name or "\x00" in name:
            raise _RefusedError("REA-030", f"include of {href!r} leads elsewhere", inside)
        base = base_of(include, around.bases.get(include, around.name))
        name = posixpath.join(posixpath.dirname(base), name)
        path = (self.parts.folder / name).resolve()
        if not path.is_relative_to(self.parts.folder):
            raise _RefusedError("REA-030", f"include of {href!r} leads out of the folder", inside)
        if not is_input(path):
            raise _RefusedError(
                "REA-031", f"include of {href!r}: there is no such file", "mend href"
            )
        return path, name

    def _fall_back(
        self,
        include: etree._Element,
        refusal: _RefusedError,
        part: Part,
        chain: tuple[Link, ...],
    ) -> None:
        place = self.document.place(include)
        fallback = next((child for child in include if local_name(child) == "fallback"), None)
        if fallback is None:
            self._leave(include, [error(refusal.code, refusal.message, place, refusal.hint)])
            return
        message = f"{refusal.message}; its fallback is used"
        self.findings.append(notice("REA-034", message, place, refusal.hint))
        self.parts.settle(part, fallback, part.bases.get(include, part.name))
        self.expand(fallback, part, chain)
        _replace(include, list(fallback), fallback.text or "")

    def _leave(self, include: etree._Element, findings: list[Finding]) -> None:
        """Tell why an include brings nothing; the book is made all the same where that is asked."""
        if not self.keep_going:
            self.findings += findings
            _replace(include, [], "")
            return
        for finding in findings:
            message = f"{finding.message}; a notice stands in its place"
            self.findings.append(warning("REA-111", message, finding.place, finding.hint))
        self.left.add(include)


def _includes_in(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(*(f"{{{space}}}include" for space in SPACES))


def _is_plain(kind: str) -> bool:
    """Return whether a file is to be read as plain text (XInclude 1.1 has media types as well)."""
    return kind == "text" or (kind.startswith("text/") and kind != "text/xml")


def _holding(nodes: list[etree._Element], text: str = "", *, alone: bool = False) -> etree._Element:
    """Take nodes out of their tree into a holder of their own; `alone`: without what follows."""
    holder = etree.Element("holder")
    holder.text = text or None
    for node in nodes:
        holder.append(node)
        if alone:
            node.tail = None
    return holder


def _check_depth(document: Document) -> None:
    """Bound the depth of the whole, as the parser bounds that of each file."""
    depth = 0
    for event, element in etree.iterwalk(document.root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise too_deep(document.place(element))


def _keep_surroundings(
    nodes: list[etree._Element], there: list[etree._Element], part: Part
) -> None:
    """Keep the language and the base that nodes had in their own file (XInclude 4.5.5, 4.5.6).

    `there` are the same nodes where they were written.
    """
    for node, own in zip(nodes, there, strict=True):
        if not isinstance(node.tag, str):
            continue
        around = (ancestor.get(XML_LANG) for ancestor in own.iterancestors(etree.Element))
        language = next(filter(None, around), None)
        if language and XML_LANG not in node.attrib:
            node.set(XML_LANG, language)
        base = base_of(own, part.name)
        if base != part.name:
            node.set(XML_BASE, posixpath.relpath(base, posixpath.dirname(part.name) or "."))


def _below(element: etree._Element, root: etree._Element) -> bool:
    """Return whether it is still in the tree, and not in what an include before it took away."""
    return any(ancestor is root for ancestor in element.iterancestors())


def _fitting(root: etree._Element, include: etree._Element) -> tuple[str, list[etree._Element]]:
    """Take from a whole document what fits where it is included: its text, or what is in it.

    Front and back matter come along, for a chapter may have an epigraph or notes of its own.
    """
    names = {local_name(around) for around in include.iterancestors()}
    text = root.find(tei("text"))
    if local_name(root) != "TEI" or "text" not in names or text is None:
        return "", [root]
    parent = include.getparent()
    body = text.find(tei("body"))
    if body is None or (parent is not None and local_name(parent) == "group"):
        return "", [text]
    parts = [text.find(tei("front")), body, text.find(tei("back"))]
    return body.text or "", [child for part in parts if part is not None for child in part]


def _replace(include: etree._Element, nodes: list[etree._Element], text: str) -> None:
    """Put text and then nodes in the place of an include; what followed it follows them."""
    parent = include.getparent()
    if parent is None:
        return
    tail, index = include.tail or "", parent.index(include)
    if nodes:
        nodes[-1].tail = ((nodes[-1].tail or "") + tail) or None
    else:
        text += tail
    include.tail = None
    parent.remove(include)
    if index:
        before = parent[index - 1]
        before.tail = ((before.tail or "") + text) or None
    else:
        parent.text = ((parent.text or "") + text) or None
    for offset, node in enumerate(nodes):
        parent.insert(index + offset, node)
