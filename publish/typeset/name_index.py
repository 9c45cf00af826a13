"""Indexes of persons, places, bodies and works: which names of the text go under which headword.

A name is known by what its `@ref` or `@key` points at (TEI chapter 14.1), so that all that one
person is called stands under one headword: that of the record in a list, or else the form that
the text has most often.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import tomli
from lxml import etree
from msgspec import Struct, field

from publish.model.document import XML_ID, local_name
from publish.model.edition import Edition
from publish.model.text_kind import IndexOf
from publish.typeset.headings import fold
from publish.typeset.index_terms import IndexTerm
from publish.typeset.kinds import Taken
from publish.typeset.name_records import filed, headword, words_of
from publish.typeset.pointing import split_pointers
from publish.typeset.survey import Survey

NAMED = (IndexOf.PERSONS, IndexOf.PLACES, IndexOf.ORGANIZATIONS, IndexOf.WORKS)
"""The indexes that are made of names in the text."""

_ONLY_WITH_KEY = frozenset("title rs author country settlement region".split())
"""What is listed only where it says whom or what it means."""


class _Table(Struct, frozen=True):
    """One index of `name_indexes.toml`."""

    index: IndexOf
    names: dict[str, frozenset[str]]
    """Elements, each with the types that it must have; none where it may have any."""
    records: frozenset[str]
    headword: tuple[str, ...]


class _Bearer(Struct):
    """Whom or what some names mean."""

    index: IndexOf
    record: etree._Element | None
    forms: Counter[str] = field(default_factory=Counter)
    """How it is called in the text, each form with its count."""
    written: str = ""
    """A key that is itself a name."""

    def called(self, language: str) -> str:
        """Choose the headword; there is none where neither record nor text says one."""
        table = _tables()[self.index]
        found = headword(self.record, table.headword, language) if self.record is not None else ""
        if found or self.written:
            return found or self.written
        if not self.forms:
            return ""
        return min(self.forms, key=lambda form: (-self.forms[form], -len(form), form))


def wanted_indexes(edition: Edition, taken: Taken) -> tuple[IndexOf, ...]:
    """List the indexes that the edition asks for, or those that the kind of text has."""
    asked = edition.contents.indexes
    by_kind = taken.indexes if IndexOf.AUTO in asked else ()
    return tuple(one for one in IndexOf if one in asked or one in by_kind)


def index_names(
    survey: Survey, wanted: tuple[IndexOf, ...], language: str
) -> dict[etree._Element, list[IndexTerm]]:
    """Say for each name of the texts, and each record that they hold, under what it is listed."""
    finder = _Finder(survey, frozenset(wanted) & frozenset(NAMED))
    if not finder.wanted:
        return {}
    for text in [*survey.texts, *survey.standoff]:
        for element in text.iter(*finder.tags()):
            finder.look_at(element)
    finder.enter_unkeyed()
    called = {key: bearer.called(language) for key, bearer in finder.bearers.items()}
    terms = {
        element: [IndexTerm((called[key],), "", str(key[0])) for key in keys if called[key]]
        for element, keys in finder.keys_of.items()
    }
    return {element: listed for element, listed in terms.items() if listed}


_Key = tuple[IndexOf, str]


class _Finder(Struct):
    """The state of one search for names."""

    survey: Survey
    wanted: frozenset[IndexOf]
    bearers: dict[_Key, _Bearer] = field(default_factory=dict)
    keys_of: dict[etree._Element, list[_Key]] = field(default_factory=lambda: defaultdict(list))
    unkeyed: list[etree._Element] = field(default_factory=list)
    """Names that say of nobody whom they mean."""
    _by_idno: dict[str, etree._Element] | None = None

    def tags(self) -> list[str]:
        """List the elements that may be listed."""
        tables = [_tables()[one] for one in NAMED if one in self.wanted]
        names = {name for table in tables for name in (*table.names, *table.records)}
        return [f"{{*}}{name}" for name in sorted(names)]

    def look_at(self, element: etree._Element) -> None:
        """Enter a name, or a record that stands in the text itself."""
        index = self._index_of_record(element)
        if index is not None:
            if index is IndexOf.WORKS and _names_itself(element):
                return
            if index in self.wanted and element.get(XML_ID):
                self._enter(element, (index, element.get(XML_ID) or ""), element, "")
            return
        pointers = split_pointers(element.get("ref") or "") or [element.get("key") or ""]
        for pointer in filter(None, map(fold, pointers)):
            self._look_up(element, pointer)
        if not any(pointers) and local_name(element) not in _ONLY_WITH_KEY:
            self.unkeyed.append(element)

    def _look_up(self, element: etree._Element, pointer: str) -> None:
        record = self._record(pointer)
        own = self._index_of_record(record) if record is not None else None
        index = own or self._index_of_name(element)
        if index in self.wanted and index is not None:
            name = record.get(XML_ID) or pointer if record is not None else pointer
            readable = pointer if " " in pointer and record is None else ""
            self._enter(element, (index, name), record, readable)

    def enter_unkeyed(self) -> None:
        """Enter names without a key under whom alone the others call so, or under their words."""
        bearers_of: dict[tuple[IndexOf, str], list[_Key]] = defaultdict(list)
        for key, bearer in self.bearers.items():
            for form in bearer.forms:
                bearers_of[key[0], form].append(key)
        for element in self.unkeyed:
            index, words = self._index_of_name(element), words_of(element)
            inside = any(self._index_of_record(e) for e in element.iterancestors())
            if words and not inside and index in self.wanted and index is not None:
                same = bearers_of.get((index, filed(element)), [])
                self._enter(element, same[0] if len(same) == 1 else (index, words), None, "")

    def _enter(
        self, element: etree._Element, key: _Key, record: etree._Element | None, written: str
    ) -> None:
        around = (self.keys_of.get(outer, ()) for outer in element.iterancestors())
        if any(key in keys for keys in around):
            return
        bearer = self.bearers.setdefault(key, _Bearer(key[0], record, written=written))
        form = filed(element) if local_name(element) not in {"rs", "title"} else words_of(element)
        if element is not record and form:
            bearer.forms[form] += 1
        if bearer.record is not None or bearer.forms or bearer.written:
            self.keys_of[element].append(key)
        else:
            del self.bearers[key]

    def _record(self, pointer: str) -> etree._Element | None:
        """Find the record of a pointer: by its id, or by a number of an authority in it."""
        identifier = pointer.rpartition("#")[2]
        found = self.survey.outside.get(identifier)
        found = self.survey.by_id.get(identifier) if found is None else found
        if found is None:
            found = self._authorities().get(pointer)
        return found if found is not None and self._index_of_record(found) else None

    def _authorities(self) -> dict[str, etree._Element]:
        """Find records by the addresses that they give for what they are about."""
        if self._by_idno is None:
            known = [*self.survey.outside.values(), *self.survey.by_id.values()]
            records = [e for e in known if self._index_of_record(e)]
            self._by_idno = {
                fold("".join(map(str, idno.itertext()))): record
                for record in reversed(records)
                for idno in record.iterchildren("{*}idno")
            }
        return self._by_idno

    def _index_of_record(self, element: etree._Element) -> IndexOf | None:
        name = local_name(element)
        return next((one for one in NAMED if name in _tables()[one].records), None)

    def _index_of_name(self, element: etree._Element) -> IndexOf | None:
        name, kind = local_name(element), (element.get("type") or "").lower()
        for index in NAMED:
            kinds = _tables()[index].names.get(name)
            if kinds is not None and (not kinds or not kinds.isdisjoint(kind.split())):
                return index
        return None


def _names_itself(record: etree._Element) -> bool:
    """Return whether the title in a record says which work it is, and is listed itself."""
    return any(title.get("ref") or title.get("key") for title in record.iterchildren("{*}title"))


@cache
def _tables() -> dict[IndexOf, _Table]:
    rows = tomli.loads(Path(__file__).with_name("name_indexes.toml").read_text("utf-8"))
    return {
        IndexOf(name): _Table(
            IndexOf(name),
            dict(_elements(row["names"])),
            frozenset(row["records"]),
            tuple(row["headword"]),
        )
        for name, row in rows.items()
    }


def _elements(written: list[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for each in written:
        name, _, kinds = each.partition("@type=")
        yield name, frozenset(kinds.split("|")) if kinds else frozenset()
