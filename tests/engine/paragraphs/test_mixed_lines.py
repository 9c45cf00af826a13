"""Lines of several styles: elements with edges, and spaces of several widths."""

from __future__ import annotations

import statistics

import pytest
from msgspec.structs import replace

from tests.engine.paragraphs.test_chosen_lines import EDITION, ENGLISH, printed

STIFF = replace(EDITION, print=replace(EDITION.print, microtypography=False))
EDGES = "<span style='padding: 0 3px; border: 1px solid'>{}</span>"


@pytest.mark.parametrize("markup", [EDGES, "<code>{}</code>"])
def test_spaces_beside_elements_are_never_too_narrow_to_be_read(markup: str) -> None:
    words = (ENGLISH.replace("f", "t") * 4).split()  # f is told wider than drawn
    spaces = []
    for start in range(6):
        text = " ".join(
            words[at] if at % 3 else markup.format(f"{words[at]} {words[at + 1]}")
            for at in range(start, len(words) - 1)
        )
        lines = printed(f"<p>{text}</p>", STIFF)
        spaces += [statistics.median(line.gaps) / 11 for line in lines if len(line.gaps) > 4]
    assert min(spaces) > 0.15
