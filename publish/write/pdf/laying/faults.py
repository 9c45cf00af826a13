"""What went wrong on a laid-out page: text off the page, text under the notes."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes

from publish.write.pdf.laying.lines import line_boxes

SLACK = 2.0
"""CSS pixels by which text may stand over an edge."""


def foot_area(page_box: Any) -> Any | None:
    """Find the box of the notes at the foot; None where the page has none."""
    areas = (box for box in page_box.children if isinstance(box, boxes.FootnoteAreaBox))
    return next((area for area in areas if area.children), None)


def off_page(page_box: Any) -> list[str]:
    """List the lines that stand, wholly or partly, outside the page."""
    lost = []
    for line in line_boxes(page_box):
        left = min((child.position_x for child in line.children), default=0)
        right = max((c.position_x + c.margin_width() for c in line.children), default=0)
        baseline = line.position_y + line.baseline
        is_inside = (
            left >= -SLACK
            and right <= page_box.margin_width() + SLACK
            and 0 <= baseline <= page_box.margin_height() + SLACK
        )
        if not is_inside and text_of(line):
            lost.append(text_of(line))
    return lost


def under_notes(page_box: Any) -> list[str]:
    """List the lines of running text that the notes at the foot cover."""
    area = foot_area(page_box)
    if area is None:
        return []
    return [
        text_of(line)
        for box in page_box.children
        if box is not area
        for line in line_boxes(box)
        if line.position_y + line.baseline > area.position_y + area.margin_top + SLACK
    ]


def text_of(line: Any) -> str:
    """Give a line's text, generated words included."""
    words = (box.text for box in line.descendants() if isinstance(box, boxes.TextBox))
    return " ".join("".join(words).split())
