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
        (f"q {RICH} k Q 10 10 5 5 re f", []),
    ],
    ids=["area", "turned area", "line", "black again"],
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


def test_rich_text_is_marked_as_far_as_it_runs_on() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 400))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
    font.BaseFont = pikepdf.Name.Helvetica
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    heading = f"{RICH} k 1 0 0 1 50 300 Tm (Rich) Tj 1 0 0 1 50 280 Tm [(ink)] TJ"
    words = "0 0 0 1 k 1 0 0 1 50 200 Tm (Plain) Tj"
    last = f"{RICH} k 1 0 0 1 150 100 Tm (Rich) Tj"
    page.Contents = pdf.make_stream(f"BT /F1 10 Tf {heading} {words} {last} ET".encode())
    out = BytesIO()
    pdf.save(out)
    marks = press_marks(out.getvalue(), Edition(), {})
    assert [(each.what, each.fault) for each in marks] == [("text", "360% of ink")] * 2
    boxes = [each.box for each in marks if each.box]
    assert [tuple(round(edge, -1) for edge in box) for box in boxes] == [
        (50, 280, 70, 310),
        (150, 100, 170, 110),
    ]
