"""Keep what is bound to the text before it, the mark of a note, on the line of that text.

Where an inline box begins, WeasyPrint 70 asks Pango whether a line may end between the two letters
that meet. To Pango a figure behind a full stop may begin a line, as it may behind most signs that
close or part; to a reader the mark of a note never may (UAX 14 clause 5: markup may bind closer
than the letters do). A box that is said to be bound gives no letter to begin with, but the answer.

A line that has no place to end before the mark, as there is a space, ends before the word.
"""

from __future__ import annotations

from weasyprint.layout import inline

from publish.engine.boxes import Box, Context, is_inline
from publish.engine.tree_names import BOUND

_split_inline_level = inline.split_inline_level


def split_bound(context: Context, box: Box, *rest: object) -> tuple[object, ...]:
    """Do as WeasyPrint does, and say of a bound box that no line may end before it."""
    made, resume_at, is_broken, first, *more = _split_inline_level(context, box, *rest)
    if first and is_inline(box) and _is_bound(box):
        first = False
    return made, resume_at, is_broken, first, *more


def _is_bound(box: Box) -> bool:
    return box.element is not None and box.element.get(BOUND) is not None
