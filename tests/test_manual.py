"""The manual says what the code does: every key of edition.toml, every field of an erratum."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from publish.house.page.folding import SCHEMES
from publish.house.page.geometry import CANONS
from publish.house.page.measure import TRIMS_MM
from publish.house.page.press import CONDITIONS
from publish.model import edition
from publish.model.erratum import Erratum

DOCS = Path(__file__).parent.parent / "docs"
TABLES = [
    found
    for found in vars(edition).values()
    if dataclasses.is_dataclass(found) and found.__module__ == edition.__name__
]
NOT_KEYS = {"folder", "repairs", "places"} | {table.__name__.lower() for table in TABLES}


def test_every_key_of_the_edition_is_in_the_manual() -> None:
    manual = (DOCS / "edition.md").read_text("utf-8")
    keys = {field.name for table in TABLES for field in dataclasses.fields(table)} - NOT_KEYS
    assert {key for key in keys if f"| `{key}` |" not in manual} == set()


def test_every_field_of_an_erratum_is_in_the_manual() -> None:
    manual = (DOCS / "errata.md").read_text("utf-8")
    keys = {field.name for field in dataclasses.fields(Erratum)} - {"place", "found_in"}
    assert {key for key in keys if f"{key} = " not in manual} == set()


def test_every_name_that_print_knows_is_in_the_manual() -> None:
    manual = (DOCS / "print.md").read_text("utf-8")
    known = [*TRIMS_MM, *CANONS, *CONDITIONS, *(name for name in SCHEMES if name != "2-up")]
    assert [name for name in known if name not in manual] == []
