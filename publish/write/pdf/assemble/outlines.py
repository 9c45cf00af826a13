"""The bookmarks of a PDF, from the book's contents (ISO 32000-1 clause 12.3.3)."""

from __future__ import annotations

from pikepdf import OutlineItem, Pdf

from publish.model.publication import Entry


def add_outlines(
    pdf: Pdf,
    contents: list[Entry],
    anchors: dict[str, tuple[int, float, float]],
) -> None:
    """Write a bookmark for each entry that stands on a page; the first level is open."""

    def items(entries: list[Entry]) -> list[OutlineItem]:
        made: list[OutlineItem] = []
        for entry in entries:
            below = items(entry.children)
            if entry.target not in anchors:
                made += below
                continue
            index, x, y = anchors[entry.target]
            item = OutlineItem(entry.title, index, "XYZ", left=round(x, 2), top=round(y, 2))
            item.is_closed = True
            item.children.extend(below)
            made.append(item)
        return made

    with pdf.open_outline() as outline:
        outline.root.extend(items(contents))
