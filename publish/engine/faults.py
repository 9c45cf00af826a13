"""What went wrong on a laid-out page: text off the page, under the notes, or over other text."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from publish.engine.boxes import (
    Box,
    LineBox,
    PageBox,
    is_footnote_area,
    is_line,
    is_margin_box,
    is_parent,
    is_placeholder,
    is_text,
    line_boxes,
)

SLACK_PX = 2.0
"""What text may reach over an edge by."""


HANGING = 0.4
"""And a sign, in em, that stands out over the edge of the text."""

TOO_CLOSE = 0.6
"""Of the size of letters: lines whose feet are nearer than this cannot be read."""


def foot_area(page_box: PageBox) -> Box | None:
    """Find the box of the notes at the foot; None where the page has none."""
    areas = filter(is_footnote_area, page_box.children)
    return next((area for area in areas if area.children), None)


def off_page(page_box: PageBox, lines: Iterable[LineBox]) -> list[str]:
    """List the lines of a page that are, wholly or partly, outside of it."""
    lost = []
    for line in lines:
        inside = in_flow(line)
        left = min((child.position_x for child in inside), default=0)
        right = max((c.position_x + c.margin_width() for c in inside), default=0)
        baseline = line.position_y + line.baseline
        is_inside = (
            left >= -SLACK_PX
            and right <= page_box.margin_width() + SLACK_PX
            and 0 <= baseline <= page_box.margin_height() + SLACK_PX
        )
        if not is_inside and text_of(line):
            lost.append(text_of(line))
    return lost


def overfull(page_box: PageBox, lost: Collection[str]) -> list[str]:
    """List the lines of text that are wider than what holds them, but not lost off the page."""
    pending: list[Box] = [child for child in page_box.children if not is_margin_box(child)]
    found = []
    while pending:
        holder = pending.pop()
        for child in reversed(holder.children):
            if is_line(child):
                slack = HANGING * child.style["font_size"]
                words = text_of(child) if child.width > holder.width + slack else ""
                if words and words not in lost:
                    found.append(words)
            elif is_parent(child) and child.is_in_normal_flow():
                pending.append(child)
    return found


def under_notes(page_box: PageBox) -> list[str]:
    """List the lines of running text that the notes at the foot cover."""
    area = foot_area(page_box)
    if area is None:
        return []
    return [
        text_of(line)
        for box in page_box.children
        if box is not area
        for line in line_boxes(box)
        if line.position_y + line.baseline > area.position_y + area.margin_top + SLACK_PX
    ]


def over_other_text(every: Iterable[LineBox]) -> list[str]:
    """List the lines that are printed over another: nearer than their letters are high."""
    lines = sorted(
        (line for line in every if in_flow(line) and _has_text(line)),
        key=lambda line: float(line.position_y + line.baseline),
    )
    found = []
    for number, line in enumerate(lines):
        for other in lines[number + 1 :]:
            if not _are_close(line, other):
                break
            if _meet(line, other):
                found.append(text_of(other))
    return list(dict.fromkeys(found))


def _has_text(line: LineBox) -> bool:
    return any(is_text(box) and not box.text.isspace() and box.text for box in line.descendants())


def _are_close(line: LineBox, other: LineBox) -> bool:
    apart = other.position_y + other.baseline - line.position_y - line.baseline
    size = min(line.style["font_size"], other.style["font_size"])
    return bool(apart < TOO_CLOSE * size)


def _meet(line: LineBox, other: LineBox) -> bool:
    """Tell whether two lines share some width."""
    (left, right), (other_left, other_right) = _edges(line), _edges(other)
    return min(right, other_right) - max(left, other_left) > SLACK_PX


def _edges(line: LineBox) -> tuple[float, float]:
    inside = in_flow(line)
    left = min(child.position_x for child in inside)
    return left, max(child.position_x + child.margin_width() for child in inside)


def in_flow(line: LineBox) -> list[Box]:
    """List what a line sets itself; a note of the margin has a place of its own."""
    return [child for child in line.children if not is_placeholder(child)]


def text_of(line: LineBox) -> str:
    """Return a line's text, generated words included."""
    words = (box.text for box in line.descendants() if is_text(box))
    return " ".join("".join(words).split())
