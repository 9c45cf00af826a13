"""The style sheets: nothing that an old reader fails on, nothing that overrules the reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tinycss2

from publish.house.stylesheets import COMMON, styles_folder

FOLDER = styles_folder()
THEMES = sorted((FOLDER / "themes").glob("*.css"))
SHEETS = [FOLDER / f"{name}.css" for name in (*COMMON, "epub")] + THEMES

BREAKS_OLD_READERS = re.compile(
    r"calc\(|var\(|\bmin\(|\bmax\(|clamp\(|:not\(|:is\(|:has\(|:where\(|@supports|@import|@layer"
    r"|\d(?:rem|vh|vw|vmin|vmax)\b"
)
"""What Adobe RMSDK drops a whole sheet for, and Kobo's reader with it (MobileRead wiki, RMSDK)."""


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_no_rule_breaks_an_old_reader(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert BREAKS_OLD_READERS.findall(text) == []
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    assert [rule for rule in rules if rule.type == "error"] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_no_rule_sets_a_colour_or_a_fixed_size_of_type(path: Path) -> None:
    for selector, body in rules_of(path):
        if ".rend-" not in selector:
            assert _COLOUR.findall(body) == [], selector
        assert re.findall(r"font-size\s*:\s*[\d.]+(?:px|pt|mm)", body) == [], selector


_COLOUR = re.compile(r"(?<![-\w])(?:background(?:-color)?|color)\s*:(?!\s*(?:inherit|none)\b)")
"""A colour that is not the reader's; the manuscript's own (`.rend-red`) may stand."""


def rules_of(path: Path) -> list[tuple[str, str]]:
    text = path.read_text("utf-8")
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return [
        (tinycss2.serialize(rule.prelude), tinycss2.serialize(rule.content or []))
        for rule in rules
        if rule.type == "qualified-rule"
    ]


def test_there_are_themes_to_choose_from() -> None:
    assert {"classic", "modern", "ornate", "spacious"} <= {path.stem for path in THEMES}


def test_a_division_called_entry_is_set_as_any_other() -> None:
    """A diary's `div type="entry"` is no entry of a dictionary and none of an apparatus."""
    selectors = [
        one.strip() for path in SHEETS for rule, _ in rules_of(path) for one in rule.split(",")
    ]
    met = [one for one in selectors if re.match(r"\.entry(?![-\w])", one)]
    assert set(met) == {".entry .sigla", ".entry .omitted"}


def test_an_entry_of_a_register_is_ragged() -> None:
    """A long name alone would be stretched over the measure."""
    rules = [
        body
        for rule, body in rules_of(FOLDER / "editorial.css")
        if ".description.work {" in f"{rule.strip()} {{"
    ]
    assert "text-align: start" in " ".join(rules)
