"""What Send to Kindle refuses and Kindles spoil, told beforehand of any EPUB.

Amazon's mail says only that something is wrong. The rules, each with its source, are rows of
kindle_rules.toml: those that Amazon writes down, and those that users have found by trying.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TypedDict
from urllib.parse import unquote, urlsplit

import tomli
from cssselect2.compiler import CompiledSelector
from lxml import etree

from publish.check.hidden_text import hiding_selectors, most_hidden
from publish.model.finding import Finding, Place, Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.run.zipped import BROKEN, LARGEST_PICTURE, open_zip, read_member

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "h": "http://www.w3.org/1999/xhtml",
    "svg": "http://www.w3.org/2000/svg",
    "ops": "http://www.idpf.org/2007/ops",
}
_DECLARED = lazy_pattern(rb"^\s*<\?xml\s+version=[\"'][\d.]+[\"']\s+encoding=")
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
TOC = "//h:nav[contains(concat(' ', @ops:type, ' '), ' toc ')]//h:a/@href"
_PLAIN = lazy_pattern(r"[!-~]+")
_UNFIT = lazy_pattern(r"[!@#$\\]")
_TEXTS = (".xhtml", ".html", ".htm")

_Rule = TypedDict(
    "_Rule",
    {
        "name": str,
        "code": str,
        "severity": str,
        "in": str,
        "at": str,
        "says": str,
        "hint": str,
        "source": str,
    },
    total=False,
)


_Contents = tuple[str, etree._Element, list[str]]
"""A table of contents: its file, its tree, where its lines lead."""


class _Profile(TypedDict):
    languages: str
    pictures: list[str]
    megabytes: dict[str, int]
    most_hidden: int
    rule: list[_Rule]


@cache
def profile() -> _Profile:
    """Read the table of rules."""
    read: _Profile = tomli.loads(Path(__file__).with_name("kindle_rules.toml").read_text("utf-8"))  # type: ignore[assignment]
    return read


def _tell(name: str, place: Place, words: object = "") -> Finding:
    """Make the finding of a rule, by its name."""
    rule = next(rule for rule in profile()["rule"] if rule["name"] == name)
    severity = Severity(rule["severity"])
    return Finding(rule["code"], severity, rule["says"].format(words=words), place, rule["hint"])


def check_kindle(data: bytes, name: str) -> list[Finding]:
    """Check an EPUB by Amazon's rules, and by what others have found.

    Codes: WRI-020 a language that Kindle does not know, WRI-021 too large, WRI-022 a picture that
    it does not show, WRI-023 it is encrypted, WRI-024 a file that it reads wrongly, WRI-025 what
    has it refuse a book, WRI-026 what it leaves out or spoils.
    """
    limits = profile()["megabytes"].items()
    broken = [rule for rule, most in limits if len(data) > most * 2**20]
    findings = [_tell(rule, Place(name), len(data) // 1_000_000) for rule in broken[:1]]
    try:
        with open_zip(data) as box:
            return findings + list(_Book(box, name).check())
    except (*BROKEN, StopIteration, RuntimeError, etree.XMLSyntaxError) as fault:
        said = fault if str(fault) else "it names no package document"
        return [*findings, _tell("no epub", Place(name), said)]


def _parse(data: bytes) -> etree._Element:
    """Parse a file of anybody's; nothing outside it is fetched."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


class _Book:
    """An EPUB as it is gone through: what its files hold, and where links may lead."""

    def __init__(self, box: zipfile.ZipFile, name: str) -> None:
        self.box, self.name, self.names = box, name, frozenset(box.namelist())
        container = _parse(read_member(box, "META-INF/container.xml"))
        path = next((str(each.get("full-path")) for each in container.iter(_CONTAINER)), "")
        if not path:
            raise KeyError("it names no package document")
        self.path = path
        self.package = _parse(read_member(box, path))
        self.ids: dict[str, dict[str, int]] = {}
        """The ids of each text, with their order."""
        self.links: list[tuple[str, str, int | None]] = []
        """From which file a link leads where, and its line."""

    def check(self) -> Iterator[Finding]:
        """Go through the archive, the package, each text, then what leads from one to another."""
        yield from self._check_archive()
        yield from self._check_package()
        for path in self.box.namelist():
            if path.endswith(_TEXTS):
                yield from self._check_text(path)
        yield from self._check_contents()
        yield from self._check_links()

    def _check_archive(self) -> Iterator[Finding]:
        first = self.box.infolist()[0]
        is_stored = first.compress_type == zipfile.ZIP_STORED and not first.extra
        if first.filename != "mimetype" or not is_stored:
            yield _tell("first member", Place(self.name))
        if "META-INF/encryption.xml" in self.names:
            yield _tell("encryption", Place(self.name))
        for path in self.box.namelist():
            if _UNFIT.search(path) or (path.endswith(_TEXTS) and not _PLAIN.fullmatch(path)):
                yield _tell("file name", Place(self.name), path)

    def _check_package(self) -> Iterator[Finding]:
        language = (self.package.findtext(".//dc:language", None, NAMES) or "").strip()
        if language.split("-")[0].lower() not in profile()["languages"].split():
            yield _tell("language", Place(self.name), language)
        for item in self.package.iterfind(".//opf:item", NAMES):
            kind = str(item.get("media-type"))
            if kind.startswith("image/") and kind not in profile()["pictures"]:
                yield _tell("picture", Place(self.name), f"{item.get('href')} ({kind})")
        known: set[tuple[str, str]] = set()
        for item in self.package.iterfind(".//opf:item", NAMES):
            names = {(key, str(item.get(key))) for key in ("id", "href")}
            yield from (_tell("item twice", Place(self.name), name) for _, name in names & known)
            known |= names
        yield from self._found("package", self.package, self.path)

    def _found(self, kind: str, root: etree._Element, path: str) -> Iterator[Finding]:
        """Tell what the rules for this kind of file find in one."""
        for rule in profile()["rule"]:
            if rule.get("in") == kind:
                found = root.xpath(rule["at"], namespaces=NAMES)
                if found:
                    line = _line_of(found)
                    yield _tell(rule["name"], Place(f"{self.name}/{path}", line))

    def _check_text(self, path: str) -> Iterator[Finding]:
        data, place = read_member(self.box, path, LARGEST_PICTURE), Place(f"{self.name}/{path}")
        if not _DECLARED.match(data):
            yield _tell("encoding", place)
        try:
            html = _parse(data)
        except etree.XMLSyntaxError as problem:
            yield _tell("not well-formed", place, problem)
            return
        yield from self._found("text", html, path)
        hidden = most_hidden(html, self._hiding)
        if hidden > profile()["most_hidden"]:
            yield _tell("hidden text", place, hidden)
        ids = (str(each.get("id")) for each in html.iter(etree.Element) if each.get("id"))
        self.ids[path] = {identifier: order for order, identifier in enumerate(ids)}
        for link in html.iterfind(".//h:a[@href]", NAMES):
            self.links.append((path, str(link.get("href")), _line_of([link])))

    @cached_property
    def _hiding(self) -> list[CompiledSelector]:
        """What the style sheets hide."""
        paths = sorted(path for path in self.names if path.endswith(".css"))
        sheets = (read_member(self.box, path, LARGEST_PICTURE) for path in paths)
        return [
            each for data in sheets for each in hiding_selectors(data.decode("utf-8", "replace"))
        ]

    def _check_links(self) -> Iterator[Finding]:
        """Tell of each file's first link that leads nowhere."""
        told: set[str] = set()
        for path, href, line in self.links:
            if path not in told and not self._arrives(path, href):
                told.add(path)
                yield _tell("lost link", Place(f"{self.name}/{path}", line), href)

    def _arrives(self, path: str, href: str) -> bool:
        if urlsplit(href).scheme:
            return True
        target, identifier = _target(path, href)
        known = self.ids.get(target)
        if known is None or not identifier:
            return target in self.names
        return identifier in known

    def _check_contents(self) -> Iterator[Finding]:
        """Hold NCX and nav against the book: all lines arrive, in the order of the book."""
        lists = [each for each in (self._ncx(), self._nav()) if each is not None]
        if not lists:
            yield _tell("contents", Place(self.name))
        for path, root, hrefs in lists:
            place = Place(f"{self.name}/{path}")
            if path.endswith(".ncx"):
                yield from self._found("ncx", root, path)
            lost = [href for href in hrefs if not self._arrives(path, href)]
            yield from (_tell("lost contents link", place, href) for href in lost)
            order = [self._order(path, href) for href in hrefs]
            steps = zip(order, order[1:], hrefs[1:], strict=False)
            astray = next((href for before, here, href in steps if here < before), "")
            if astray and not lost:
                yield _tell("contents order", place, astray)

    def _ncx(self) -> _Contents | None:
        path = self._item("@media-type = 'application/x-dtbncx+xml'")
        root = self._root(path)
        if root is None:
            return None
        found = root.iterfind(".//ncx:navMap//ncx:content", NAMES)
        return path, root, [str(each.get("src")) for each in found]

    def _nav(self) -> _Contents | None:
        path = self._item("contains(concat(' ', @properties, ' '), ' nav ')")
        root = self._root(path)
        lists = [] if root is None else root.xpath(TOC, namespaces=NAMES)
        if root is None or not isinstance(lists, list) or not lists:
            return None
        return path, root, [str(href) for href in lists]

    def _item(self, condition: str) -> str:
        """Return the path of the first file of the package of which this holds; or nothing."""
        found = self.package.xpath(f"string(//opf:item[{condition}]/@href)", namespaces=NAMES)
        return _target(self.path, str(found))[0] if found else ""

    def _root(self, path: str) -> etree._Element | None:
        if path not in self.names:
            return None
        try:
            return _parse(read_member(self.box, path, LARGEST_PICTURE))
        except etree.XMLSyntaxError:
            return None

    @cached_property
    def _spine(self) -> dict[str, int]:
        """The texts, with their places in the order of reading."""
        items = {i.get("id"): i.get("href") for i in self.package.iterfind(".//opf:item", NAMES)}
        refs = self.package.iterfind(".//opf:itemref", NAMES)
        paths = (_target(self.path, str(items.get(ref.get("idref"), "")))[0] for ref in refs)
        return {path: place for place, path in enumerate(paths)}

    def _order(self, path: str, href: str) -> tuple[int, int]:
        """Return where a link leads to in the order of reading."""
        target, identifier = _target(path, href)
        place = self._spine.get(target, len(self._spine))
        return place, self.ids.get(target, {}).get(identifier, -1)


def _target(path: str, href: str) -> tuple[str, str]:
    """Return the file that a link leads to, and the id in it."""
    address, _, identifier = href.partition("#")
    address = unquote(address)
    return (normpath(join(dirname(path), address)) if address else path), unquote(identifier)


def _line_of(found: object) -> int | None:
    """Return the line of what an XPath has found first, as far as it has one."""
    first = found[0] if isinstance(found, list) else None
    if isinstance(first, str):  # an attribute's value, which knows its element
        first = getattr(first, "getparent", lambda: None)()
    line = first.sourceline if isinstance(first, etree._Element) else None
    return line if isinstance(line, int) else None
