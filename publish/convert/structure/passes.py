"""The order in which the structure of a book is found; read this first.

Each pass edits the blocks in place and tells what was uncertain. What comes first may not need what
comes later: headings are known before verse is looked for, and divisions before letters.
"""

from __future__ import annotations

from collections.abc import Callable

from publish.convert.manuscript import Manuscript
from publish.convert.structure.breaks import find_breaks, find_empty_lines
from publish.convert.structure.bylines import find_bylines
from publish.convert.structure.captions import find_captions
from publish.convert.structure.contents import drop_contents
from publish.convert.structure.divisions import nest_divisions
from publish.convert.structure.drama import find_drama
from publish.convert.structure.epigraphs import find_epigraphs
from publish.convert.structure.frame import take_frame
from publish.convert.structure.headings import find_headings
from publish.convert.structure.label_rows import find_label_rows
from publish.convert.structure.letters import find_letters
from publish.convert.structure.poems import label_choruses, mark_poems
from publish.convert.structure.speeches import open_speeches
from publish.convert.structure.styled import set_styled
from publish.convert.structure.title_page import find_title_page
from publish.convert.structure.trailers import find_trailers
from publish.convert.structure.verse import find_verse

PASSES: tuple[Callable[[Manuscript], None], ...] = (
    take_frame,
    find_captions,
    find_label_rows,
    set_styled,
    find_breaks,
    open_speeches,
    find_headings,
    drop_contents,
    find_bylines,
    find_drama,
    find_trailers,
    find_title_page,
    find_empty_lines,
    find_verse,
    label_choruses,
    nest_divisions,
    mark_poems,
    find_epigraphs,
    find_letters,
)


def find_structure(manuscript: Manuscript) -> None:
    """Run all passes."""
    for find in PASSES:
        find(manuscript)
