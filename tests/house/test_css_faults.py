"""What is told of style sheets by their words alone; the house's own have nothing to be told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.house.css_faults import MOST, find_faults

STYLES = Path(__file__).parents[2] / "styles"


@pytest.mark.parametrize("path", sorted(STYLES.rglob("*.css")), ids=lambda path: path.stem)
def test_the_sheets_that_ship_are_left_in_peace(path: Path) -> None:
    assert find_faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ("p { colr: red }\n", ["1:5 CSS has no property 'colr'; it has no effect"]),
        ("a:is(b:hoover) { }", ["1:8 CSS has no selector ':hoover'; it has no effect"]),
        ("lg > p, .lg, :lang(hi) { }", ["1:1 the book is XHTML and has no <lg>"]),
        ("p { a b }\n\nq { }", ["1:5 'a b' is no CSS"]),
        ("p {\n color: red", ["1:1 'p' has a { that is never closed"]),
        ("@media print { p { } q { zz: 1 }", ["1:1 '@media print' has a {", "1:26 CSS has no"]),
        ("", []),
        ("/* { */ p::before { content: '{' }", []),
    ],
)
def test_a_slip_is_told_at_its_place(sheet: str, told: list[str]) -> None:
    found = [f"{fault.line}:{fault.column} {fault.message}" for fault in find_faults(sheet)]
    assert len(found) == len(told)
    assert all(words in said for said, words in zip(found, told, strict=True)), found


def test_no_more_is_told_than_can_be_read() -> None:
    assert len(find_faults("p { colr: red }\n" * 4000)) == MOST
