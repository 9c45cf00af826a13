"""The JSON Schemas and the readers agree, key by key and value by value."""

from __future__ import annotations

import datetime
import json
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from publish.cli.schema import SCHEMAS
from publish.model.finding import PublishError
from publish.read.access_file import read_answers
from publish.read.edition_file import EditionFile, read_edition
from publish.read.edition_limits import check_limits
from publish.read.errata_file import read_errata
from publish.read.repairs_file import read_repairs

ROOT = Path(__file__).parent.parent.parent
READERS = {
    "edition": read_edition,
    "errata": read_errata,
    "repairs": read_repairs,
    "access": read_answers,
}
SCHEMA_OF = {name: json.loads(SCHEMAS[name]()) for name in (*READERS, "device")}
KNOWN = {"REA-041", "REA-042", "REA-044", "REA-100"}
"""Findings that a schema has as well: unknown and missing keys, types, how far a repair may go."""

PARTLY = "REA-043"
"""A value that is not allowed: a schema knows words and forms, but no language and no role."""

SAMPLES = [
    '"words"',
    '""',
    "7",
    "1.5",
    "true",
    "2026-01-02",
    "[]",
    '["words"]',
    "[7]",
    "[[]]",
    "{}",
]
FILES = sorted(
    path
    for folder in ("manuscript", "tests")
    for path in (ROOT / folder).rglob("*.toml")
    if path.name.rpartition("errata.toml")[1] or path.stem in SCHEMA_OF
)


def kind_of(path: Path) -> str:
    return "errata" if path.name.endswith("errata.toml") else path.stem


def as_json(value: Any) -> Any:
    """Say a TOML value as editors' tools hand it to a schema: dates are words."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def accepts(kind: str, text: str) -> bool:
    return Draft7Validator(SCHEMA_OF[kind]).is_valid(as_json(tomllib.loads(text)))


def codes(kind: str, path: Path) -> set[str]:
    """The codes of what the reader finds, and for an edition what is tried after reading."""
    try:
        found = READERS[kind](path)
    except PublishError as problem:
        return {finding.code for finding in problem.findings}
    if isinstance(found, EditionFile):
        return {finding.code for finding in check_limits(found, found.edition)}
    return set()


def agree(kind: str, path: Path) -> bool:
    """Whether the schema refuses what it must, and nothing that the reader takes."""
    found = codes(kind, path)
    if accepts(kind, path.read_text("utf-8")):
        return not found & KNOWN
    return bool(found & {*KNOWN, PARTLY})


def keys_of(schema: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each key that a schema has, `[` before one in a list of tables, with what it may be."""
    for name, value in schema.get("properties", {}).items():
        yield f"{above}{name}", value
        yield from keys_of(value, f"{above}{name}.")
        yield from keys_of(value.get("items", {}), f"{above}{name}[")


@pytest.mark.parametrize("name", SCHEMA_OF)
def test_a_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(SCHEMA_OF[name])
    assert all(value.get("description") for _, value in keys_of(SCHEMA_OF["device"]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.name}")
def test_the_schema_takes_the_files_that_the_reader_takes(path: Path) -> None:
    if "REA-040" in codes(kind_of(path), path):
        pytest.skip("no TOML, so that no schema is asked")
    assert agree(kind_of(path), path), codes(kind_of(path), path)


def test_a_word_that_is_none_of_those_allowed_is_refused() -> None:
    for code in (*KNOWN - {"REA-100"}, PARTLY):
        path = ROOT / "tests" / "findings" / code / "manuscript" / "edition.toml"
        assert not accepts("edition", path.read_text("utf-8")), code


def test_files_of_every_kind_and_every_fault_were_tried() -> None:
    assert {kind_of(path) for path in FILES} == set(READERS)
    tried = {code for path in FILES for code in codes(kind_of(path), path)}
    assert tried >= {*KNOWN, PARTLY}


def documents(kind: str) -> Iterator[str]:
    """For each key of a schema, files that give it a value of each type."""
    needed = {
        "errata": 'id = "E1"\nfind = "a"\nreplace = "b"\n',
        "repairs": 'words = "w"\n',
        "access": 'criterion = "1.1.1"\nanswer = "yes"\nby = "A"\ndate = 2026-01-02\n'
        'holds_for = "a"\n',
        "contributors": 'name = "A"\n',
        "subjects": 'term = "T"\n',
        "stages": 'run = "a:b"\n',
    }
    for key, _ in keys_of(SCHEMA_OF[kind]):
        table, _, last = key.rpartition("[") if key.rfind("[") > key.rfind(".") else (
            key.rpartition(".")
        )  # fmt: skip
        in_list = "[" in key
        rest = needed.get(kind if kind != "edition" else table.rpartition(".")[2], "")
        rest = "".join(line for line in rest.splitlines(True) if not line.startswith(f"{last} ="))
        head = f"[[{table}]]\n{rest}" if in_list else f"[{table}]\n" if table else ""
        for sample in SAMPLES:
            yield f"{head}{last} = {sample}\n"


@pytest.mark.parametrize("kind", READERS)
def test_every_key_takes_the_same_types_in_the_schema_and_in_the_reader(
    kind: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{kind}.toml"
    differing = []
    for text in documents(kind):
        path.write_text(text, "utf-8")
        if not agree(kind, path):
            differing.append((text, codes(kind, path)))
    assert differing == []


@pytest.mark.parametrize("kind", READERS)
def test_an_unknown_key_is_unknown_to_both(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"{kind}.toml"
    for table in {key.rpartition(".")[0] for key, _ in keys_of(SCHEMA_OF[kind]) if "[" not in key}:
        text = f"[{table}]\nno_such_key = 1\n" if table else "no_such_key = 1\n"
        path.write_text(text, "utf-8")
        assert "REA-041" in codes(kind, path)
        assert not accepts(kind, text)


def test_every_description_of_a_device_is_one() -> None:
    for path in (ROOT / "publish" / "load" / "devices").glob("*.toml"):
        assert accepts("device", path.read_text("utf-8")), path.name
    assert not accepts("device", 'name = "X"\nformats = ["epub"]\nfolders = "Books"\n')


def test_the_manuals_schemas_are_up_to_date() -> None:
    pages = runpy.run_path(str(ROOT / "docs" / "make_schemas.py"))["pages"]()
    folder = ROOT / "docs" / "schemas"
    written = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert written == pages, "run `make docs`"
