"""Keep WeasyPrint from laying out the rest of a cell for every word in it.

To find how narrow a column may be, WeasyPrint 70 asks for the first line of a text in no width,
then of the text without that line, and so on, each time laying out all that remains: a cell of
some pages takes minutes. The first line in no width is within the first words, so only these are
given to it.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import preferred

_split_first_line = preferred.split_first_line

FEW, MANY = 40, 160
"""Characters: the first words end at the first space behind `FEW`, or at `MANY`."""


def _split_first_words(
    text: str, style: Any, context: Any, max_width: Any, *rest: Any, **options: Any
) -> Any:
    """Do as WeasyPrint does with the first words; say where the text goes on behind them."""
    if max_width != 0 or len(text) <= MANY:
        return _split_first_line(text, style, context, max_width, *rest, **options)
    space = text.find(" ", FEW, MANY)
    words = text[: space + 1 if space >= 0 else MANY]
    layout, length, resume_at, *measures = _split_first_line(
        words, style, context, max_width, *rest, **options
    )
    if resume_at is None:
        resume_at = len(words.encode())
    return (layout, length, resume_at, *measures)


def keep_pace() -> None:
    """Have WeasyPrint measure columns in linear time; calling it again changes nothing."""
    preferred.split_first_line = _split_first_words
