"""The register of findings: pages, code, folders and severities agree, and `explain` shows them."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.house.manual import finding_pages, read_page

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs" / "findings").glob("*.md"))
CODE = re.compile(r"(?:REA|REV|STY|TYP|WRI|LOA|CLI|IMP|SHE)-\d{3}")
MAKERS = {"error", "warning", "notice"}
TELLERS = {"tell", "tell_at", "count"}
"""Functions that report a warning unless they are told otherwise (typeset/output.py)."""


def severities_in_calls(tree: ast.AST) -> set[tuple[str, str]]:
    """Find each code that a call makes a finding of, with its severity where the call says it."""
    found = set()
    for call in ast.walk(tree):
        if not (
            isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
        ):
            continue
        code, function = str(call.args[0].value), ast.unparse(call.func).split(".")[-1]
        said = re.findall(r"Severity\.([A-Z]+)", ast.unparse(call))
        if not CODE.fullmatch(code) or (not said and "severity=" in ast.unparse(call)):
            continue
        if function in MAKERS:
            found.add((code, function))
        elif said or function in TELLERS:
            found |= {(code, word.lower()) for word in said or ["warning"]}
    return found


def severities_in_code() -> set[tuple[str, str]]:
    paths = (ROOT / "publish").rglob("*.py")
    return {pair for p in paths for pair in severities_in_calls(ast.parse(p.read_text("utf-8")))}


def severities_shown() -> set[tuple[str, str]]:
    """Find the severities with which the folders of tests/findings show each code."""
    shown = (p.read_text("utf-8") for p in (ROOT / "tests" / "findings").glob("*/expected.txt"))
    lines = (re.findall(rf"(error|warning|notice) ({CODE.pattern}) ", text) for text in shown)
    return {(code, severity) for found in lines for severity, code in found}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_begins_with_its_code_and_its_weight_and_names_a_repair(path: Path) -> None:
    page = read_page(path.read_text("utf-8"))
    assert page.code == path.stem
    assert page.is_retired or page.text


def test_the_manual_says_how_much_each_finding_weighs() -> None:
    written = {
        (page.code, str(each)) for page in finding_pages().values() for each in page.severities
    }
    found = severities_in_code() | severities_shown()
    assert found - written == set(), "a severity that the manual does not know"
    known = {code for code, _ in found}
    assert {(c, s) for c, s in written - found if c in known} == set(), "one that nothing has"


def explain(*words: str) -> Result:
    return CliRunner().invoke(main, ["explain", *words])


@pytest.mark.parametrize("code", ["REV-002", "rev2", "rev-2", "Rev 002"])
def test_a_code_is_explained_however_it_is_written(code: str) -> None:
    result = explain(code)
    assert result.exit_code == 0
    assert result.stdout.startswith("REV-002 an erratum's quotation is not found (error)\n")
    assert "Repair: quote the words" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_links_are_shown_by_their_words() -> None:
    assert "](" not in explain("WRI-187").stdout


def test_json_has_the_page_as_it_is_written() -> None:
    told = json.loads(explain("--json", "TYP-051").stdout)["explained"]
    assert told["severities"] == ["warning", "notice"]
    assert "**Repair:**" in told["text"]


def test_without_a_code_all_are_listed() -> None:
    assert [line[:7] for line in explain().stdout.splitlines()] == [path.stem for path in PAGES]
    assert len(json.loads(explain("--json").stdout)["codes"]) == len(PAGES)


@pytest.mark.parametrize(
    ("code", "offer"),
    [("REA-999", "did you mean REA-1"), ("RAE-043", "REA-043"), ("nonsense", "lists them")],
)
def test_an_unknown_code_is_wrong_usage_with_an_offer(code: str, offer: str) -> None:
    result = explain(code)
    assert result.exit_code == 2
    assert "CLI-045" in result.stderr
    assert offer in result.stderr


def test_a_retired_code_keeps_its_page() -> None:
    page = read_page("# REA-999 gone\n\nRetired.\n\nUse REA-998.\n")
    assert (page.is_retired, page.severities) == (True, ())
