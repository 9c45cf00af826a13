"""What the first line of a paragraph has of its own: its indent, and whether it keeps its edge."""

from __future__ import annotations

from msgspec.structs import replace
from weasyprint.layout.percent import percentage

from publish.engine import boxes
from publish.engine.boxes import LineBox
from publish.engine.paragraphs.gathering import Paragraph
from publish.engine.paragraphs.items import Box
from publish.engine.tree_names import BEHIND_MARKER


def indent_of(linebox: LineBox, holder: boxes.Box) -> float:
    """Return the indent of a paragraph's first line, whichever line is made now."""
    indent = percentage(linebox.style["text_indent"], linebox.style, holder.width)
    return float(indent or 0.0)


def widths_of(width: float, indent: float) -> list[float]:
    """Return the widths of a paragraph's first line and of the others."""
    return [width - indent, width] if indent else [width]


def keeps_its_edge(linebox: LineBox, holder: boxes.Box) -> bool:
    """Tell whether nothing may stand out where a paragraph begins: at an indent, or a number."""
    return bool(indent_of(linebox, holder)) or is_behind_marker(holder)


def is_behind_marker(holder: boxes.Box) -> bool:
    """Tell whether a paragraph begins beside the number or bullet of a list's item."""
    return holder.element is not None and holder.element.get(BEHIND_MARKER) is not None


def keep_edge(made: Paragraph, item: int) -> None:
    """Let nothing stand out where a paragraph begins."""
    first = made.items[item]
    if isinstance(first, Box):
        made.items[item] = replace(first, hang_before=0.0)
