"""The evidence of real books: what is found against them, and what an editor has to answer."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from publish.cli import main

ROOT = Path(__file__).parents[3]
CORPORA = Path(os.environ.get("PUBLISH_CORPORA", ROOT.parent / "shared" / "corpora"))
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("corpora.toml").read_text("utf-8")
)
BOOKS = {path.stem: path for path in sorted(CORPORA.rglob("*.xml"))}


def judged(book: Path) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["access", str(book), "--fast", "--json"])
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.output)["access"]
    return told


def named(told: dict[str, Any], verdict: str) -> list[str]:
    return [each["id"] for each in told["criteria"] if each["verdict"] == verdict]


def test_the_first_book_has_evidence_for_all_that_applies() -> None:
    told = judged(ROOT)
    assert (told["level"], named(told, "failed"), named(told, "no evidence")) == ("AA", [], [])
    assert told["claim"] == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPECTED)
def test_a_corpus_has_its_evidence_listed(name: str) -> None:
    if name not in BOOKS:
        pytest.skip(f"no {name} here; set PUBLISH_CORPORA to the folder of the corpora")
    told = judged(BOOKS[name])
    assert named(told, "failed") == EXPECTED[name]["failed"]
    assert named(told, "no evidence") == EXPECTED[name]["asked"]
    assert told["claim"] == ""


def test_ten_corpora_are_listed() -> None:
    assert len(EXPECTED) >= 10
