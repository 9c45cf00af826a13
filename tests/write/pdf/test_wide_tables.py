"""Tables too wide for the page: figures whole, large print in its size, titles over narrow ones."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from publish.write.pdf.setting.wide_tables import fit_tables

WORDS = "<td>Administrative</td>"


def table(cells: str, caption: str = "") -> Element:
    return fromstring(f"<html><table>{caption}<tr>{cells}</tr></table></html>")


def shares(root: Element) -> list[float]:
    return [float((col.get("style") or "")[7:-1]) for col in root.iter("col")]


@pytest.mark.parametrize(
    ("font_size_pt", "cls", "size"), [(11, "very-wide", 0.55), (18, "large", 1)]
)
def test_a_column_of_a_crowded_table_is_as_wide_as_its_figures(
    font_size_pt: float, cls: str, size: float
) -> None:
    measure = 14.0 if size < 1 else 18.0
    count = 3 if cls == "large" else 6
    root = table(WORDS * count + '<td class="number">10,000.00</td>')
    assert len(fit_tables(root, measure, font_size_pt)) == 1
    assert root[0].get("class") == f"{cls} crowded"
    assert shares(root)[-1] / 100 * measure / size > 4.0, "em: seven figures, a comma, a point"


def test_figures_are_rather_set_smaller_than_broken() -> None:
    root = table('<td class="number">1,210,000.50</td>' * 7)
    fit_tables(root, 14, 18)
    assert root[0].get("class") == "very-wide crowded"
    assert "font-size: 0.3" in (root[0].get("style") or "")


def test_a_table_is_wide_enough_for_the_words_of_its_title() -> None:
    root = table("<td>3</td>", "<caption>Lighthouses of the coast</caption>")
    assert fit_tables(root, 26) == []
    assert root[0].get("style") == "min-width: 5.5rem"
