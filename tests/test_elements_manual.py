"""The manual's pages on elements are what the table gives; every element that is shown has one."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from publish.read import check_schema
from publish.read.elements import data_elements, elements
from publish.typeset.rules import all_rules

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES = runpy.run_path(str(DOCS / "element_examples.py"))


def test_the_pages_are_up_to_date() -> None:
    pages = runpy.run_path(str(DOCS / "make_elements.py"))["pages"]()
    written = {path.name: path.read_text("utf-8") for path in (DOCS / "elements").iterdir()}
    assert written == pages, "run `make docs`"


def test_every_element_that_real_documents_use_is_described(corpora: Path) -> None:
    rows = [line.split("\t") for line in (corpora / "ELEMENTS.tsv").read_text("utf-8").splitlines()]
    used = {name for tier, name, _ in rows[1:] if tier in {"T1", "T2"}} - {"ditto", "column", "val"}
    undescribed = {name for name in used if not elements()[name].shown}
    assert undescribed == set()


def test_every_rule_of_typesetting_is_described() -> None:
    known = elements().keys() | data_elements()
    described = {name for name in elements() if elements()[name].shown}
    assert (all_rules().keys() & known) - described - data_elements() == set()


@pytest.mark.parametrize("name", ["p", "note", "choice", "formula"])
def test_a_page_says_what_becomes_of_the_element(name: str) -> None:
    page = (DOCS / "elements" / f"{name}.md").read_text("utf-8")
    assert elements()[name].shown in page
    assert f"ref-{name}.html" in page


@pytest.mark.parametrize("name", sorted(elements()))
def test_every_element_has_an_example_that_shows_it(name: str) -> None:
    page = (DOCS / "elements" / f"{name}.md").read_text("utf-8")
    assert f"<{name}" in page.split("```xml")[1].split("```")[0]
    assert "becomes" in page or "is shown nowhere" in page


@pytest.mark.parametrize("example", EXAMPLES["examples"](), ids=lambda each: each.names[0])
def test_an_example_is_as_tei_has_it(example: Any) -> None:
    assert [str(finding) for finding in check_schema(example.document())] == []
