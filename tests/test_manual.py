"""The manual says what the code does: every key of edition.toml, every field of an erratum."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.house.page.folding import SCHEMES
from publish.house.page.geometry import CANONS
from publish.house.page.measure import TRIMS_MM
from publish.house.page.press import CONDITIONS
from publish.house.page.printer import printer_ids, read_printer
from publish.model import edition
from publish.model.erratum import Erratum

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TABLES = [
    found
    for found in vars(edition).values()
    if hasattr(found, "__struct_fields__") and found.__module__ == edition.__name__
]
NOT_KEYS = {"folder", "repairs", "answers", "places"} | {table.__name__.lower() for table in TABLES}


def test_every_key_of_the_edition_is_in_the_manual() -> None:
    manual = (DOCS / "edition.md").read_text("utf-8")
    keys = {name for table in TABLES for name in table.__struct_fields__} - NOT_KEYS
    assert {key for key in keys if f"| `{key}` |" not in manual} == set()


def test_every_field_of_an_erratum_is_in_the_manual() -> None:
    manual = (DOCS / "errata.md").read_text("utf-8")
    keys = set(Erratum.__struct_fields__) - {"place", "found_in"}
    assert {key for key in keys if f"{key} = " not in manual} == set()


def test_every_name_that_print_knows_is_in_the_manual() -> None:
    manual = (DOCS / "print.md").read_text("utf-8")
    known = [*TRIMS_MM, *CANONS, *CONDITIONS, *(name for name in SCHEMES if name != "2-up")]
    assert [name for name in known if name not in manual] == []


def test_every_printer_and_its_papers_are_in_the_manual() -> None:
    manual = (DOCS / "print.md").read_text("utf-8")
    papers = [
        paper.name for printer in map(read_printer, printer_ids()) for paper in printer.papers
    ]
    assert [name for name in (*printer_ids(), *papers) if f"`{name}`" not in manual] == []


def test_what_a_book_can_choose_is_in_the_manual() -> None:
    manual = (DOCS / "edition.md").read_text("utf-8")
    shipped = [*ROOT.glob("styles/themes/*.css"), *ROOT.glob("styles/covers/*.css")]
    assert [path.stem for path in shipped if f"`{path.stem}`" not in manual] == []


def test_every_device_is_in_the_manual() -> None:
    manual = (DOCS / "e-readers.md").read_text("utf-8")
    devices = [path.stem for path in ROOT.glob("publish/load/devices/*.toml")]
    assert [name for name in devices if name not in manual.lower()] == []


def test_the_architecture_page_shows_every_folder_and_is_short() -> None:
    page = (DOCS / "architecture.md").read_text("utf-8")
    assert len(page.splitlines()) <= 200
    tree = page.split("```")[1]
    folders = {
        path.parent.name
        for path in (ROOT / "publish").rglob("__init__.py")
        if len(path.relative_to(ROOT).parts) <= 4
    }
    assert {name for name in folders - {"publish"} if f"{name}/" not in tree} - LEAVES == set()


LEAVES = {"hyphens", "errata"}
"""Folders whose parent says what is in them."""


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_file_that_is_named_is_there(page: str) -> None:
    """Names in capitals stand for what is to be added."""
    text = (ROOT / page).read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []
    targets = re.findall(r"\bmake ([a-z-]+)\b", text)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert [name for name in targets if f"\n{name}:" not in makefile] == []
    named = re.findall(r"`((?:publish|tests|styles|docs|fonts)/[\w./-]+)`", text)
    fixed = [name for name in named if not re.search(r"\b[A-Z]{3,}\b", name)]
    assert [name for name in fixed if not (ROOT / name).exists()] == []


def test_every_table_begins_with_its_head() -> None:
    """A row behind an empty line is no row, but a paragraph with strokes in it."""
    for page in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")):
        text = page.read_text("utf-8")
        lines = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE).split("\n")
        for above, line, below in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
            if line.startswith("|") and not above.startswith("|"):
                assert re.fullmatch(r"[|: -]+", below), f"{page.name}: {line[:60]}"


def test_there_are_eleven_recipes_each_with_the_test_that_complains() -> None:
    recipes = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("\n### ")[1:]
    assert len(recipes) == 11
    assert all(re.search(r"Complains: `tests/", recipe) for recipe in recipes)
