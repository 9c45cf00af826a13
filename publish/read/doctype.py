"""The document type declaration: what its internal subset declares, and sets beside the manuscript.

expat reads it; it follows parameter entities and bounds their growth. Nothing is ever fetched: an
external subset or parameter entity that lies outside the manuscript's folder counts as empty.
"""

from __future__ import annotations

import xml.parsers.expat as expat
from collections import Counter

from msgspec import Struct, field

from publish.model.finding import Place, PublishError, error
from publish.read.entity_sets import EntitySets

MOST_FOR_ONE = 1000
"""Of attributes for one element; expat and libxml2 compare each with all others."""

BEGINNING = "<!DOCTYPE"

MOST = 100_000
"""Declarations of entities and attributes; the DTD of TEI P4 has some 5,000."""


class Doctype(Struct):
    """What a DOCTYPE declares; `start` and `end` are its offsets in the text."""

    start: int = 0
    end: int = 0
    root: str = ""
    public: str = ""
    system: str = ""
    entities: dict[str, str] = field(default_factory=dict)
    """Internal entities by name, their parameter entities and character references resolved."""
    external: dict[str, str] = field(default_factory=dict)
    """External parsed entities: the file that each names."""
    unparsed: dict[str, str] = field(default_factory=dict)
    """Entities with a notation, such as images: the file that each names."""
    defaults: dict[str, dict[str, str]] = field(default_factory=dict)
    """Default values of attributes, by element."""
    default_places: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """The line and column of the declaration that each comes from."""
    unread: dict[str, str] = field(default_factory=dict)
    """External sets that are not read, as the DOCTYPE names them, and why not."""


class _RootReachedError(Exception):
    """Ends the reading before the content."""


def read_doctype(text: str, file_name: str, sets: EntitySets) -> Doctype:
    """Read the DOCTYPE, where the text has one; give an empty one where it has none.

    `sets` finds the files that it names. Raises PublishError REA-008 where the declaration itself
    is not well-formed, REA-118 where it declares more than any document needs.
    """
    start = _find(text)
    if start < 0:
        return Doctype()
    data = text.encode("utf-8")
    reader = _Reader(sets, file_name)
    try:
        reader.parser.Parse(data, True)
    except _RootReachedError:
        pass
    except expat.ExpatError as problem:
        if not reader.end:
            raise _refusal(problem, text, file_name) from problem
    doctype = reader.doctype
    doctype.start = start
    doctype.end = text.find(">", len(data[: reader.end].decode("utf-8", "ignore"))) + 1
    return doctype


def _find(text: str) -> int:
    """Find the DOCTYPE behind comments and processing instructions; -1 where there is none."""
    position = _skip_space(text, 0)
    while text.startswith(("<!--", "<?"), position):
        close = "-->" if text.startswith("<!--", position) else "?>"
        end = text.find(close, position)
        if end < 0:
            return -1
        position = _skip_space(text, end + len(close))
    return position if text.startswith(BEGINNING, position) else -1


def _skip_space(text: str, position: int) -> int:
    while text[position : position + 1].isspace():
        position += 1
    return position


class _Reader:
    """Collects from expat's events what the declaration says."""

    def __init__(self, sets: EntitySets, file_name: str) -> None:
        """Set expat to read the internal subset and to stop at the root element."""
        self.doctype, self.sets, self.file_name = Doctype(), sets, file_name
        self.count = 0
        self.attributes: Counter[str] = Counter()
        self.end = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        self.parser.StartDoctypeDeclHandler = self._begin
        self.parser.EndDoctypeDeclHandler = self._finish
        self.parser.EntityDeclHandler = self._entity
        self.parser.UnparsedEntityDeclHandler = self._unparsed
        self.parser.AttlistDeclHandler = self._attribute
        self.parser.ExternalEntityRefHandler = self._read_set
        self.parser.StartElementHandler = self._stop
        self.open = [self.parser]

    def _begin(self, root: str, system: str | None, public: str | None, _internal: bool) -> None:
        self.doctype.root = root
        self.doctype.system, self.doctype.public = system or "", public or ""

    def _finish(self) -> None:
        self.end = self.parser.CurrentByteIndex

    def _entity(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        _base: str | None,
        system: str | None,
        _public: str | None,
        notation: str | None,
    ) -> None:
        self._count()
        if is_parameter:
            return
        if value is not None:
            self.doctype.entities.setdefault(name, value)
        elif notation is None:
            self.doctype.external.setdefault(name, system or "")

    def _unparsed(
        self, name: str, _base: str | None, system: str, _public: str | None, _notation: str
    ) -> None:
        self._count()
        self.doctype.unparsed.setdefault(name, system)

    def _attribute(
        self, element: str, name: str, _kind: str, default: str | None, _required: bool
    ) -> None:
        self._count()
        self.attributes[element] += 1
        if self.attributes[element] > MOST_FOR_ONE:
            raise self._too_many(f"more than {MOST_FOR_ONE:,} attributes for <{element}>")
        if default is not None and len(self.open) == 1:
            self.doctype.defaults.setdefault(element, {}).setdefault(name, default)
            self.doctype.default_places.setdefault((element, name), self._here())

    def _count(self) -> None:
        """Bound what is declared, here and in sets."""
        self.count += 1
        if self.count > MOST:
            raise self._too_many(f"more than {MOST:,} entities and attributes")

    def _too_many(self, what: str) -> PublishError:
        place, hint = Place(self.file_name, *self._here()), "delete what the text does not use"
        return PublishError(error("REA-118", f"the DOCTYPE declares {what}", place, hint))

    def _here(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _read_set(
        self, context: str, base: str | None, system: str | None, _public: str | None
    ) -> int:
        """Read an external subset or parameter entity from beside the manuscript.

        One that is not there or not well-formed counts as empty, so that the rest is still read.
        """
        path = self.sets.find(system, base) if system else None
        inner = self.open[-1].ExternalEntityParserCreate(context)
        inner.SetBase(str(path or base or ""))
        self.open.append(inner)
        try:
            inner.Parse(self.sets.read(path).encode("utf-8") if path else b"", True)
            if path is None and system:
                self.doctype.unread.setdefault(system, "")
        except (expat.ExpatError, ValueError) as problem:
            self.doctype.unread.setdefault(system or "", str(problem))
        finally:
            self.open.pop()
        return 1

    def _stop(self, _name: str, _attributes: object) -> None:
        raise _RootReachedError


def _refusal(problem: expat.ExpatError, text: str, file_name: str) -> PublishError:
    """Say what expat refuses, and quote the declaration it stands in."""
    place = Place(file_name, problem.lineno, problem.offset + 1)
    why = expat.ErrorString(problem.code) or "it is not well-formed"
    before = text.split("\n")[: problem.lineno]
    until = "\n".join([*before[:-1], before[-1][: problem.offset + 20]])
    words = " ".join(until[until.rfind("<!") :].split())[:60]
    message = f"the DOCTYPE is not well-formed: {why} in {words!r}"
    hint = "delete it from <!DOCTYPE to its closing >; no TEI document needs one"
    return PublishError(error("REA-008", message, place, hint))
