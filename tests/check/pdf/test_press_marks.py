"""What lays too much ink is marked where it is painted, in the page's own coordinates."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from publish.check.pdf.press_marks import press_marks
from publish.model.edition import Edition

RICH = "0.9 0.9 0.9 0.9"


@pytest.mark.parametrize(
    ("drawing", "wanted"),
    [
        (f"{RICH} k 100 120 50 20 re f", [("an area", "360% of ink", (100, 120, 150, 140))]),
        (
            f"q 0 2 -2 0 200 10 cm {RICH} k 5 7 m 15 7 l 15 17 l h f Q 0 0 9 9 re f",
            [("an area", "360% of ink", (166, 20, 186, 40))],
        ),
        (f"{RICH} K 10 10 m 90 10 l S", [("a line", "360% of ink", (10, 10, 90, 10))]),
        (f"BT {RICH} k (a) Tj (b) Tj ET", [("text", "360% of ink", None)]),
        (f"q {RICH} k Q 10 10 5 5 re f", []),
    ],
    ids=["area", "turned area", "line", "text", "black again"],
)
def test_rich_ink_is_marked_at_its_place(drawing: str, wanted: list[object]) -> None:
    pdf = pikepdf.new()
    for content in ("0 0 0 1 k 0 0 9 9 re f", drawing):
        page = pdf.add_blank_page(page_size=(300, 400))
        page.Contents = pdf.make_stream(content.encode())
    out = BytesIO()
    pdf.save(out)
    marks = press_marks(out.getvalue(), Edition(), {})
    assert [(each.what, each.fault, each.box) for each in marks] == wanted
    assert all(each.page == 1 for each in marks)
