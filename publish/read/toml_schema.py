"""TOML tables into the records of the edition and of errata, with every slip named.

Keys, types and defaults come from the classes: a field is a key. All slips of a file are found
in one run.
"""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Collection
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeGuard, TypeVar

from msgspec import Struct, structs

from publish.model.finding import Finding, Fix, PublishError, error
from publish.read.toml_file import TomlFile, quoted

T = TypeVar("T", bound=Struct)

MEANT = {
    "author": "contributors",
    "authors": "contributors",
    "creator": "contributors",
    "editor": "contributors",
    "translator": "contributors",
    "isbn": "isbn_epub and isbn_print",
    "lang": "language",
    "license": "licence",
    "size": "trim",
    "font": "font_size",
    "footnotes": "notes",
    "errata": "erratum",
    "corrections": "erratum",
    "find": "find",
    "correct": "replace",
    "correction": "replace",
    "wrong": "find",
    "right": "replace",
}
"""Keys that authors write for ours, beyond what spelling can tell."""

LEAST_LETTERS = 4
"""Of a key whose slip is mended for sure: shorter ones are like many others."""

ROLES = {"editor": "edt", "translator": "trl"}
"""What such a key says of a contributor."""


class Tables:
    """Reads the tables of one file and gathers what is wrong with them."""

    def __init__(self, file: TomlFile) -> None:
        """Begin with no findings."""
        self.file = file
        self.findings: list[Finding] = []

    def stop_on_errors(self) -> None:
        """Raise PublishError with everything found, in the order of the file."""
        if self.findings:
            self.findings.sort(key=lambda finding: (finding.place is None, finding.place))
            raise PublishError(*self.findings)

    def entries(self, key: str) -> list[object]:
        """Return the entries of a file that is one list, `[[key]]` above each; REA-041, REA-042."""
        for other in self.file.table:
            if other != key:
                self.unknown(other, [key], other)
        entries = self.file.table.get(key, [])
        if not isinstance(entries, list):
            self.wrong(f"{key} is no list of entries", f"begin every entry with [[{key}]]", key)
            return []
        return entries

    def _fields(
        self,
        kind: type[Struct],
        table: dict[str, object],
        without: Collection[str],
        *keys: str | int,
    ) -> dict[str, object]:
        """Read a table's keys as fields of a record; give those that stand there."""
        hints = typing.get_type_hints(kind)
        names = [name for name in kind.__struct_fields__ if name not in without]
        values: dict[str, object] = {}
        for key, value in table.items():
            if key not in names:
                meant = hints.get(MEANT.get(key, ""))
                self.unknown(key, names, *keys, key, hint=_hint_of(meant, key, value, keys))
                continue
            try:
                values[key] = self._value(hints[key], value, *keys, key)
            except TypeError as problem:
                message, _, hint = str(problem).partition("; ")
                self.wrong(message, hint, *keys, key)
        return values

    def build(
        self, kind: type[T], table: object, *keys: str | int, without: Collection[str] = ()
    ) -> T | None:
        """Make an instance of a record; None, and findings, where that cannot be done."""
        if not isinstance(table, dict):
            is_row = isinstance(keys[-1], int)
            head = f"[[{_name(keys)}]]" if is_row else f"[{_name(keys)}]"
            hint = _as_table(head, kind, table)
            message = f"{_name(keys)} is {_kind_of(table)}, not a table"
            if is_row:
                message = f"{_name(keys)} lists {_kind_of(table)}, not tables"
            self.wrong(message, hint, *keys)
            return None
        count = len(self.findings)
        values = self._fields(kind, table, without, *keys)
        for field in structs.fields(kind):
            if field.required and field.name not in table and field.name not in without:
                self._missing(field.name, *keys)
        return None if len(self.findings) > count else kind(**values)

    def wrong(self, message: str, hint: str, *keys: str | int) -> None:
        """Report a value of the wrong type, REA-042."""
        self.findings.append(error("REA-042", message, self.file.place(*keys), hint))

    def refuse(self, message: str, hint: str, *keys: str | int) -> None:
        """Report a value that is not allowed there, REA-043."""
        self.findings.append(error("REA-043", message, self.file.place(*keys), hint))

    def _missing(self, name: str, *keys: str | int) -> None:
        message = f"{_name(keys)} lacks {name}"
        hint = f'add {name} = "..."'
        self.findings.append(error("REA-044", message, self.file.place(*keys), hint))

    def unknown(self, key: str, names: list[str], *keys: str | int, hint: str = "") -> None:
        """Report a key that the class has no field for, and offer what was meant, REA-041.

        `hint` goes before what can be said of the name alone.
        """
        near = get_close_matches(key, names, n=2, cutoff=0.55)
        meant = MEANT.get(key, "")
        message = f"unknown key {_name(keys)!r}"
        fix = None if hint else _slip(key, near)
        if hint:
            pass
        elif meant.split(" ")[0] in names:
            hint = f"did you mean {meant}?"
        elif near:
            hint = f"did you mean {near[0]}?"
        else:
            hint = f"allowed here: {', '.join(names)}"
        self.findings.append(error("REA-041", message, self.file.place(*keys), hint, fix=fix))

    def _value(self, hint: object, value: object, *keys: str | int) -> object:
        """Convert one value; raises TypeError with the words for the author."""
        if typing.get_origin(hint) in (types.UnionType, typing.Union):
            inner = [part for part in typing.get_args(hint) if part is not type(None)]
            return self._value(inner[0], value, *keys)
        if typing.get_origin(hint) is tuple:
            return self._list(typing.get_args(hint)[0], value, *keys)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return self._choice(hint, value, *keys)
        if is_record(hint):
            return self.build(hint, value, *keys)
        assert isinstance(hint, type)
        return _scalar(hint, value, _name(keys))

    def _list(self, kind: object, value: object, *keys: str | int) -> tuple[object, ...]:
        if not isinstance(value, list):
            hint = f"write {keys[-1]} = [...]"
            if is_record(kind):
                hint = _as_table(f"[[{_name(keys)}]]", kind, value)
            raise TypeError(f"{_name(keys)} is {_kind_of(value)}, not a list; {hint}")
        return tuple(self._value(kind, item, *keys, number) for number, item in enumerate(value))

    def _choice(self, kind: type[StrEnum], value: object, *keys: str | int) -> StrEnum | None:
        try:
            return kind(value)  # type: ignore[arg-type]  # any other value raises
        except ValueError:
            self.choose(value, [str(member) for member in kind], *keys)
            return None

    def choose(self, value: object, allowed: Collection[str], *keys: str | int) -> None:
        """Report a word that is none of those allowed, and offer the nearest."""
        near = get_close_matches(str(value), list(allowed), n=1, cutoff=0.5)
        offer = f"did you mean {near[0]}? " if near else ""
        message = f"{_name(keys)} may not be {value!r}"
        self.refuse(message, f"{offer}allowed: {', '.join(allowed)}", *keys)


def is_record(hint: object) -> TypeGuard[type[Struct]]:
    """Return whether a field's type is one whose own fields are keys."""
    return isinstance(hint, type) and issubclass(hint, Struct)


def _slip(word: str, near: list[str]) -> Fix | None:
    """Mend a slip of the finger: a word of four letters or more, wrong in one, like one other."""
    if not near or len(word) < LEAST_LETTERS or not _is_slip(word, near[0]):
        return None
    is_alone = not any(_is_slip(word, other) for other in near[1:])
    return Fix(word, near[0]) if is_alone else None


def _is_slip(word: str, other: str) -> bool:
    """Return whether one letter is more, less or another, or two have changed places."""
    from rapidfuzz.distance import OSA  # which only a mistake has use for

    return OSA.distance(word, other, score_cutoff=1) == 1


def _hint_of(meant: object, key: str, value: object, keys: tuple[str | int, ...]) -> str:
    """Show how what a key says is written where that is a list of tables; else empty."""
    rows = typing.get_args(meant)
    if typing.get_origin(meant) is not tuple or not is_record(rows[0]):
        return ""
    hint = _as_table(f"[[{_name((*keys, MEANT[key]))}]]", rows[0], value)
    return hint + (f', role = "{ROLES[key]}"' if key in ROLES else "")


def _as_table(head: str, kind: type[Struct], value: object) -> str:
    """Show how a table is written, with the words that stand in its place."""
    first = kind.__struct_fields__[0]
    words = quoted(value) if isinstance(value, str) else '"..."'
    below = "" if isinstance(value, dict) else f", and below it {first} = {words}"
    return f"write {head} on a line of its own{below}"


def _scalar(hint: type, value: object, name: str) -> object:
    if hint is str and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if hint is str and isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint is datetime.date:
        return _date(value, name)
    if isinstance(value, hint) and (hint is bool or not isinstance(value, bool)):
        return value
    wanted = {str: 'words in quotes, such as "..."', bool: "true or false", int: "a whole number"}
    raise TypeError(f"{name} is {_kind_of(value)}; write {wanted.get(hint, 'a number')}")


def _date(value: object, name: str) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise TypeError(f"{name} is {value!r}; write a date such as 2026-11-23") from None


def _kind_of(value: object) -> str:
    kinds: list[tuple[type, str]] = [
        (bool, "true or false"),
        (str, "words"),
        (int, "a number"),
        (float, "a number"),
        (list, "a list"),
        (dict, "a table"),
        (datetime.date, "a date"),
        (datetime.time, "a time"),
    ]
    return next((name for kind, name in kinds if isinstance(value, kind)), "something else")


def _name(keys: tuple[str | int, ...]) -> str:
    """Write a path of keys as the file does; entries of a list are not numbered."""
    return ".".join(str(key) for key in keys if isinstance(key, str)) or "the file"
