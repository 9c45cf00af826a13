"""JSON Schema of the TOML files that an author writes, made from the types that read them.

Editors of TOML check and complete by it (`#:schema FILE` in the first line). What a type cannot
say, such as that an ISBN's last digit is right, is left to `publish check`. Draft 7, which all of
them know; dates of TOML are words there.
"""

from __future__ import annotations

import ast
import datetime
import inspect
import json
import textwrap
import types
import typing
from collections.abc import Collection
from enum import StrEnum
from itertools import pairwise
from typing import Any

from msgspec import Struct, structs

from publish.house.access import criteria
from publish.model.access import Answer
from publish.model.edition import Edition
from publish.model.erratum import Erratum
from publish.model.repair import Repair
from publish.read import access_file, edition_file, errata_file, repairs_file
from publish.read.edition_limits import PATTERNS
from publish.read.toml_schema import is_record

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"

NOT_EMPTY = r"\S"

SCALARS: dict[type, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": ["string", "integer"]},
    datetime.date: {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d"},
}
"""What stands for a field's type; `Tables` takes a number or a date for words, too."""


def edition_schema() -> Schema:
    """Return the schema of edition.toml."""
    schema = schema_of(Edition, "edition.toml", without=edition_file.NOT_THE_AUTHORS)
    for (table, key), words in edition_file.CHOICES.items():
        _words(schema["properties"][table]["properties"][key], words)
    for (table, key), (form, _) in PATTERNS.items():
        _form(schema["properties"][table]["properties"][key], form)
    for key in edition_file.DATES:
        _form(schema["properties"]["book"]["properties"][key], edition_file.DATE.pattern)
    _form(schema["properties"]["slug"], edition_file.FILE_STEM.pattern)
    schema["properties"]["outputs"]["minItems"] = 1
    _words(schema["properties"]["outputs"]["items"], edition_file.OUTPUTS)
    return schema


def errata_schema() -> Schema:
    """Return the schema of errata.toml."""
    entry = _table(Erratum, errata_file.NOT_THE_AUTHORS)
    for key in ("id", "find"):
        entry["properties"][key]["pattern"] = NOT_EMPTY
    return _entries("errata.toml", errata_file.KEY, entry)


def repairs_schema() -> Schema:
    """Return the schema of repairs.toml."""
    entry = _table(Repair, repairs_file.NOT_THE_AUTHORS)
    most = repairs_file.MOST
    entry["properties"]["lines"] |= {"minimum": -most, "maximum": most}
    entry["properties"]["carry"]["minimum"] = 0
    return _entries("repairs.toml", repairs_file.KEY, entry)


def access_schema() -> Schema:
    """Return the schema of access.toml."""
    entry = _table(Answer, access_file.NOT_THE_AUTHORS)
    _words(entry["properties"]["criterion"], tuple(criteria()))
    for key in ("by", "holds_for"):
        entry["properties"][key]["pattern"] = NOT_EMPTY
    return _entries("access.toml", access_file.KEY, entry)


def schema_of(kind: type[Struct], title: str, *, without: Collection[str] = ()) -> Schema:
    """Return the schema of a file whose keys are the fields of a record."""
    return {"$schema": DIALECT, "title": title, **_table(kind, without)}


def as_text(schema: Schema) -> str:
    """Write a schema out, in ASCII, for shells that redirect in another encoding."""
    return json.dumps(schema, indent=2) + "\n"


def _entries(title: str, key: str, entry: Schema) -> Schema:
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "properties": {key: {"type": "array", "items": entry}},
        "additionalProperties": False,
    }


def _table(kind: type[Struct], without: Collection[str] = ()) -> Schema:
    hints = typing.get_type_hints(kind)
    meanings = _meanings(kind)
    properties: Schema = {}
    required = []
    for field in structs.fields(kind):
        if field.name in without:
            continue
        properties[field.name] = _value(hints[field.name])
        if field.name in meanings:
            properties[field.name]["description"] = meanings[field.name]
        if field.required:
            required.append(field.name)
        elif isinstance(field.default, str | int | float):
            properties[field.name]["default"] = field.default
    table = {
        "type": "object",
        "description": inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0],
        "properties": properties,
        "additionalProperties": False,
    }
    return table | ({"required": required} if required else {})


def _value(hint: type) -> Schema:
    """Return what a type takes, in the order in which `Tables` asks."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return _value(next(part for part in typing.get_args(hint) if part is not type(None)))
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _value(typing.get_args(hint)[0])}
    if issubclass(hint, StrEnum):
        return {"enum": [str(member) for member in hint]}
    if is_record(hint):
        return _table(hint)
    return dict(SCALARS[hint])


def _words(value: Schema, words: Collection[str]) -> None:
    value.pop("type")
    value["enum"] = list(words)


def _form(value: Schema, form: str) -> None:
    """Demand a form of a key's words, or of each in a list; none need be there."""
    value.get("items", value)["pattern"] = f"^(?:{form})?$"


def _meanings(kind: type[Struct]) -> dict[str, str]:
    """Read what the docstring behind each field of a record says."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(definition, ast.ClassDef)
    found = {}
    for field, text in pairwise(definition.body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            found[field.target.id] = " ".join(str(text.value.value).split())
    return found
