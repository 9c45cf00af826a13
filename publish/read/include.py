"""XInclude: parts of a book from files in the manuscript's own folder, and from nowhere else.

Authority: XInclude 1.0 (2006). `href`, `parse`, `encoding`, `fallback` and an `xpointer` that is
an id are understood. The parts keep their own places, and their ids and links work in the whole.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from publish.document import XML_ID, XML_LANG, Document, local_name, tei
from publish.finding import Finding, PublishError, error, notice, say_path
from publish.inputs import is_input
from publish.read.attributes import attributes_of
from publish.read.encoding import decode_plain
from publish.read.parse import DEEPEST, too_deep
from publish.read.source import LARGEST, read_bytes

SPACES = ("http://www.w3.org/2001/XInclude", "http://www.w3.org/2003/XInclude")
MOST = 5000
"""Includes in one book; files that include one another in pairs would double without end."""
LONGEST = 20
"""Files that may include one another in a chain."""
FILE_ATTRIBUTES = ("url", "target")

ReadPart = Callable[[Path, list[Finding]], etree._Element]
"""Reads one file into a tree in the TEI namespace."""


@dataclass(slots=True)
class _RefusedError(Exception):
    """Why a part cannot be had."""

    code: str
    message: str
    hint: str


def include_parts(document: Document, read_part: ReadPart) -> list[Finding]:
    """Put the included files in the places of `xi:include`.

    Errors: REA-030 outside the manuscript's folder, REA-031 no such file, REA-032 a loop,
    REA-033 an `xpointer` that finds nothing. Where the author gave a fallback it is used instead,
    with the notice REA-034.
    """
    if next(_includes_in(document.root), None) is None:
        return []
    worker = _Includer(document, read_part)
    worker.expand(document.root, document.path, (document.path.resolve(),))
    worker.join_links()
    _check_depth(document)
    return worker.findings


class _Includer:
    """One pass over one book."""

    def __init__(self, document: Document, read_part: ReadPart) -> None:
        self.document, self.read_part = document, read_part
        self.folder = document.path.resolve().parent
        self.findings: list[Finding] = []
        self.count = self.size = 0
        self.ids = set(_ids(document.root))
        self.renamed: dict[tuple[Path, str], str] = {}
        self.files: set[Path] = {document.path.resolve()}

    def expand(self, root: etree._Element, file: Path, chain: tuple[Path, ...]) -> None:
        """Replace the includes below `root`, a tree that was read from `file`."""
        for include in list(_includes_in(root)):
            if include.getparent() is None or not _below(include, root):
                continue
            self._count(include)
            try:
                self._include(include, file, chain)
            except _RefusedError as refusal:
                self._fall_back(include, refusal, file, chain)
            except PublishError as stop:
                self.findings += stop.findings
                _replace(include, [], "")

    def _count(self, include: etree._Element) -> None:
        self.count += 1
        if self.count > MOST or self.size > LARGEST:
            message = f"more than {MOST} includes, or {LARGEST // 2**20} MB in all"
            place = self.document.place(include)
            raise PublishError(error("REA-032", message, place, "take out includes"))

    def _include(self, include: etree._Element, file: Path, chain: tuple[Path, ...]) -> None:
        href, pointer = include.get("href", ""), include.get("xpointer", "")
        path = self._locate(href, file)
        self.size += path.stat().st_size
        if include.get("parse", "xml") == "text":
            encoding = include.get("encoding", "")
            _replace(include, [], decode_plain(read_bytes(path), encoding, say_path(path)))
            return
        if path in chain or len(chain) >= LONGEST:
            names = " includes ".join(link.name for link in (*chain, path))
            raise _RefusedError("REA-032", f"without end: {names}", "take one of the includes out")
        root = self.read_part(path, self.findings)
        holder = etree.Element("holder")
        holder.append(root)
        self.expand(holder, path, (*chain, path))
        self._settle_ids(holder, path)
        self._adapt_links(holder, path)
        nodes = _pointed(holder, pointer) if pointer else _fitting(holder[0], include)
        _keep_language(nodes)
        _replace(include, nodes, "")

    def _locate(self, href: str, file: Path) -> Path:
        """Find the file that `href` names, inside the manuscript's folder or not at all."""
        name = unquote(href.partition("#")[0])
        if not name:
            raise _RefusedError("REA-033", "an include without href", "name a file in href")
        inside = "copy the file into the manuscript's folder and name it relative to that"
        if "://" in name or name.startswith(("/", "//")) or "\\" in name or "\x00" in name:
            raise _RefusedError("REA-030", f"include of {href!r} leads elsewhere", inside)
        path = (file.resolve().parent / name).resolve()
        if not path.is_relative_to(self.folder):
            raise _RefusedError("REA-030", f"include of {href!r} leads out of the folder", inside)
        if not is_input(path):
            raise _RefusedError(
                "REA-031", f"include of {href!r}: there is no such file", "mend href"
            )
        return path

    def _fall_back(
        self, include: etree._Element, refusal: _RefusedError, file: Path, chain: tuple[Path, ...]
    ) -> None:
        place = self.document.place(include)
        fallback = next((child for child in include if local_name(child) == "fallback"), None)
        if fallback is None:
            self.findings.append(error(refusal.code, refusal.message, place, refusal.hint))
            _replace(include, [], "")
            return
        message = f"{refusal.message}; its fallback is used"
        self.findings.append(notice("REA-034", message, place, refusal.hint))
        self.expand(fallback, file, chain)
        _replace(include, list(fallback), fallback.text or "")

    def _adapt_links(self, holder: etree._Element, path: Path) -> None:
        """Write the paths of a part in another folder as seen from the main file."""
        folder = path.parent.relative_to(self.folder).as_posix()
        if folder == ".":
            return
        for element in holder.iter(tei("*")):
            for key in FILE_ATTRIBUTES:
                value = element.get(key, "")
                if value and ":" not in value and not value.startswith(("#", "/")):
                    element.set(key, posixpath.normpath(posixpath.join(folder, value)))

    def _settle_ids(self, holder: etree._Element, path: Path) -> None:
        """Rename ids of a part that stand in the book already; its own pointers follow."""
        self.files.add(path)
        own = {}
        for element in holder.iter(tei("*")):
            name = element.get(XML_ID)
            if name in self.ids and name not in own:
                own[name] = _free(f"{path.stem}-{name}", self.ids)
                element.set(XML_ID, own[name])
                self.renamed.setdefault((path, name), own[name])
        self.ids.update(_ids(holder))
        for element in holder.iter(tei("*")):
            for key, value in attributes_of(element).items():
                if own and value.startswith("#"):
                    tokens = [f"#{own.get(token[1:], token[1:])}" for token in value.split()]
                    element.set(key, " ".join(tokens))

    def join_links(self) -> None:
        """Turn links from file to file (`ch2.xml#n1`) into links inside the book (`#n1`)."""
        for element in self.document.root.iter(tei("*")):
            file, mark, name = element.get("target", "").partition("#")
            if mark and file and ":" not in file:
                path = (self.folder / unquote(file)).resolve()
                if path in self.files:
                    element.set("target", f"#{self.renamed.get((path, name), name)}")


def _includes_in(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(*(f"{{{space}}}include" for space in SPACES))


def _ids(root: etree._Element) -> list[str]:
    return [element.get(XML_ID, "") for element in root.iter(tei("*")) if XML_ID in element.attrib]


def _free(name: str, taken: set[str]) -> str:
    count, free = 2, name
    while free in taken:
        free, count = f"{name}-{count}", count + 1
    return free


def _check_depth(document: Document) -> None:
    """Bound the depth of the whole, as the parser bounds that of each file."""
    depth = 0
    for event, element in etree.iterwalk(document.root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise too_deep(document.place(element))


def _keep_language(nodes: list[etree._Element]) -> None:
    """Keep the language a node had from its ancestors in its own file (XInclude 4.5.6)."""
    for node in nodes:
        around = (ancestor.get(XML_LANG) for ancestor in node.iterancestors(etree.Element))
        language = next(filter(None, around), None)
        if isinstance(node.tag, str) and language and XML_LANG not in node.attrib:
            node.set(XML_LANG, language)


def _below(element: etree._Element, root: etree._Element) -> bool:
    """Tell whether it is still in the tree, and not in what an include before it took away."""
    return any(ancestor is root for ancestor in element.iterancestors())


def _pointed(holder: etree._Element, pointer: str) -> list[etree._Element]:
    """Find what an xpointer names: an id, bare or as `element(id)` or `xpointer(id('..'))`."""
    name = pointer
    for opening in ("xpointer(", "element(", "id("):
        name = name.strip().removeprefix(opening)
    name = name.strip("()'\" ").partition("/")[0]
    found = next((one for one in holder.iter(tei("*")) if one.get(XML_ID) == name), None)
    if found is None:
        raise _RefusedError(
            "REA-033", f"xpointer {pointer!r} finds nothing", "name an xml:id in it"
        )
    found.tail = None
    return [found]


def _fitting(root: etree._Element, include: etree._Element) -> list[etree._Element]:
    """Take from a whole document what fits where it is included: its text, or what is in it."""
    names = {local_name(around) for around in include.iterancestors()}
    if local_name(root) != "TEI" or "text" not in names:
        return [root]
    parent = include.getparent()
    text = root.find(tei("text"))
    if text is None:
        return [root]
    if parent is not None and local_name(parent) == "group":
        return [text]
    body = text.find(tei("body"))
    return [text] if body is None else list(body)


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
