"""Keep what is bound to the text before it, the mark of a note, on the line of that text.

Where an inline box begins, WeasyPrint 70 asks Pango whether a line may end between the two letters
that meet. To Pango a figure behind a full stop may begin a line, as it may behind most signs that
close or part; to a reader the mark of a note never may (UAX 14 clause 5: markup may bind closer
than the letters do). A box that is said to be bound gives no letter to begin with, but the answer.

A line that has no place to end before the mark, as there is a space, ends before the word.

A box that shows nothing, the place of an entry's words or of a page of the source, gives no letters
at all; WeasyPrint then lets no line end on either side of it. Here the letter before it goes for
its last one, so that lines end there as if it were not.
"""

from __future__ import annotations

from weasyprint.layout import inline

from publish.engine.boxes import Box, Context, is_inline
from publish.engine.paragraphs.gathering import is_bound

_split_inline_level = inline.split_inline_level

_LINE_CHILDREN = 9
"""Which of the further arguments is the list of what the line has so far: a new one for each."""


def split_bound(context: Context, box: Box, *rest: object) -> tuple[object, ...]:
    """Do as WeasyPrint does, and say of a bound box that no line may end before it."""
    made, resume_at, is_broken, first, last, *more = _split_inline_level(context, box, *rest)
    if first and is_inline(box) and is_bound(box):
        first = False
    line = rest[_LINE_CHILDREN]
    known: tuple[object, object] = context.__dict__.get("last_letter", (None, None))
    if first is None and last is None and is_inline(box) and known[0] is line:
        last = known[1]
    elif last is not None:
        ends_with_space = getattr(box, "trailing_collapsible_space", False)
        context.__dict__["last_letter"] = (line, True if ends_with_space else last)
    return made, resume_at, is_broken, first, last, *more
