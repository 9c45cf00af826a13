"""References by a style in the Citation Style Language, by citeproc-py.

A reference becomes an item of CSL-JSON (CSL 1.0.2, appendix IV), the style makes a line of it. What
the style has no place for is told, and notes stand behind the line. citeproc-py is an extra:
`pip install "publish-tei[citations]"`.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Callable, Iterator
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree
from msgspec import Struct, field

from publish.house.person_names import PARTICLES, PersonName
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import XHTML
from publish.typeset.records import Part
from publish.typeset.urls import remote_url
from publish.typeset.xhtml import append_text

_FIELDS = {
    "article": "title", "title": "title", "journal": "container-title", "volume": "volume",
    "issue": "issue", "page": "page", "publisher": "publisher", "pubPlace": "publisher-place",
    "edition": "edition", "series": "collection-title", "number": "collection-number",
    "meeting": "event-title",
}  # fmt: skip
"""The variable of CSL for each kind of part."""

_PEOPLE = frozenset({"author", "editor", "translator"})
_PROTECTED = {"<": "\U0002fffe", ">": "\U0002ffff", "&": "\U0003fffe"}
"""By noncharacters, which stand in nobody's text (Unicode 23.7), as those of private use do."""

_BACK = str.maketrans({made: sign for sign, made in _PROTECTED.items()})
_THERE = str.maketrans(_PROTECTED)
_OPEN, _END = "\U0001fffe", "\U0001ffff"
"""Around marked words within a field, the first with a character that says which they are: CSL
1.0.2 has no markup there."""

_FIRST, _MOST_MARKED = 0xF0000, 0xFFFD
_MARKS = lazy_pattern(f"({_OPEN}.|{_END})")
_TAGS = frozenset("i b sup sub span".split())
_NUMBER = lazy_pattern(r"^(\[?\d+[\].)]*)(?=[^\s\d.,)])")
_ISO = lazy_pattern(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class StyleError(ValueError):
    """The style cannot be used; its words say why."""


def can_cite() -> bool:
    """Return whether this machine has citeproc-py."""
    return find_spec("citeproc") is not None


class MarkedWords(Struct):
    """The words of fields with signs around what is marked in them, and what the signs mean."""

    shell_of: Callable[[etree._Element], etree._Element | None]
    """Makes the XHTML element, without words, that an element's words stand in."""
    shells: list[etree._Element] = field(default_factory=list)

    def words(self, part: Part) -> str:
        """Return the words of a part; those of attributes have no marks."""
        if part.is_of_attributes or not len(part.element):
            return part.words.translate(_THERE)
        return " ".join("".join(self._pieces(part.element)).split())

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        yield (element.text or "").translate(_THERE)
        for child in element:
            if isinstance(child.tag, str):
                has_words = "".join(map(str, child.itertext())).strip()
                shell = self.shell_of(child) if has_words else None
                if shell is None or len(self.shells) > _MOST_MARKED:
                    yield from self._pieces(child)
                else:
                    self.shells.append(shell)
                    yield _OPEN + chr(_FIRST + len(self.shells) - 1)
                    yield from self._pieces(child)
                    yield _END
            yield (child.tail or "").translate(_THERE)

    def say(self, into: etree._Element, text: str) -> None:
        """Append text of a style's line, its marked words in their elements."""
        stack = [into]
        for piece in _MARKS.split(text):
            if piece == _END:
                del stack[max(1, len(stack) - 1) :]
            elif _MARKS.fullmatch(piece):
                stack.append(deepcopy(self.shells[ord(piece[1]) - _FIRST]))
                stack[-2].append(stack[-1])
            else:
                append_text(stack[-1], piece.translate(_BACK))


def item_of(
    identifier: str, parts: list[Part], names: dict[Part, PersonName], marked: MarkedWords
) -> dict[str, Any]:
    """Make an item of CSL-JSON of a reference; several parts of a kind are joined."""
    kinds = {part.kind for part in parts}
    is_chapter = "article" in kinds and "title" in kinds
    kind = "article-journal" if "journal" in kinds else "chapter" if is_chapter else "book"
    item: dict[str, Any] = {"id": identifier, "type": kind}
    variable = ""
    for part in parts:
        words = marked.words(part)
        if part.kind in _PEOPLE:
            item.setdefault(part.kind, []).append(_name(names[part]))
        elif part.kind == "subtitle" and variable in item:
            item[variable] += f": {words}"
        elif part.kind == "date":
            item["issued"] = _date(part.words)
        elif part.kind == "accessed":
            item["accessed"] = _date(part.words)
        elif part.kind in {"idno", "ptr", "ref"}:
            item.setdefault(*_number(part, words))
        elif part.kind in _FIELDS:
            is_container = part.kind == "title" and is_chapter
            variable = "container-title" if is_container else _FIELDS[part.kind]
            item[variable] = f"{item[variable]}, {words}" if variable in item else words
    return item


def _name(name: PersonName) -> dict[str, str]:
    family, comma, given = name.filed.partition(", ")
    if not comma:
        return {"literal": name.displayed.translate(_THERE)}
    made = {"family": family, "given": given}
    *first, last = given.split()
    if first and last.lower() in PARTICLES:
        made |= {"given": " ".join(first), "dropping-particle": last}
    return {key: words.translate(_THERE) for key, words in made.items()}


def _date(words: str) -> dict[str, object]:
    match = _ISO.fullmatch(words)
    if match is None:
        return {"literal": words.translate(_THERE)}
    return {"date-parts": [[int(part) for part in match.groups() if part]]}


def _number(part: Part, words: str) -> tuple[str, str]:
    kind = (part.element.get("type") or "").upper()
    if kind in {"DOI", "ISBN", "ISSN"}:
        return kind, words.removeprefix("https://doi.org/")
    return ("URL", (part.url or words).translate(_THERE)) if part.url else ("number", words)


def lines_of(items: list[dict[str, Any]], style: Path, data: bytes, language: str) -> list[str]:
    """Have the style make a line of each item, as HTML. Raises StyleError."""
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    if b"<!DOCTYPE" in data:  # which could name any file of the machine
        raise StyleError(f"{style.name} has a DOCTYPE, which no style needs")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            read = CitationStylesStyle(io.BytesIO(data), locale=_locale(language), validate=False)
            made = CitationStylesBibliography(read, CiteProcJSON(items), formatter.html)
            for item in items:
                made.register(Citation([CitationItem(item["id"])]))
            lines = [str(line) for line in made.bibliography()]
        except Exception as problem:  # noqa: BLE001  a style may break citeproc-py anywhere
            raise StyleError(f"{style.name}: {problem or type(problem).__name__}") from None
    if len(lines) != len(items):
        raise StyleError(f"{style.name} makes no bibliography")
    return lines


def _locale(language: str) -> str:
    """Name the locale of citeproc-py for a language; American English where it has none."""
    import citeproc

    first = language.partition("-")[0].lower()
    names = {path.name for path in (Path(citeproc.__file__).parent / "data/locales").iterdir()}
    if "-" in language and f"locales-{language}.xml" in names:
        return language
    dialects = (Path(citeproc.__file__).parent / "data/locales/locales.json").read_text("utf-8")
    return str(json.loads(dialects)["primary-dialects"].get(first, "en-US"))


def as_xhtml(line: str, marked: MarkedWords) -> etree._Element:
    """Turn a line of a style into an XHTML `span`; addresses become links."""
    from lxml import html

    tree = html.fragment_fromstring(_NUMBER.sub(r"\1 ", line.strip()), create_parent="span")
    made = _converted(tree, marked)
    for element in list(made.iter(etree.Element)):
        _link(element, is_tail=False)
        if element is not made:
            _link(element, is_tail=True)
    return made


def _converted(element: etree._Element, marked: MarkedWords) -> etree._Element:
    name = local_name(element)
    made = etree.Element(f"{{{XHTML}}}{name if name in _TAGS else 'span'}")
    if "small-caps" in (element.get("style") or ""):
        made.set("class", "rend-small-caps")
    marked.say(made, element.text or "")
    for child in element:
        made.append(_converted(child, marked))
        marked.say(made, child.tail or "")
    return made


def _link(element: etree._Element, *, is_tail: bool) -> None:
    text = (element.tail if is_tail else element.text) or ""
    match = re.search(r"https?://[^\s<>]*[^\s<>.,;)]", text)
    if match is None or not remote_url(match[0]):
        return
    link = etree.Element(f"{{{XHTML}}}a", {"class": "url", "href": match[0]})
    link.text, link.tail = match[0], text[match.end() :]
    if is_tail:
        element.tail = text[: match.start()]
        element.addnext(link)
    else:
        element.text = text[: match.start()]
        element.insert(0, link)
