"""Have what lays out pages get ready beside us, while all else is still read.

It takes some tenths of a second to import; a command that makes pages has it begin before it reads
even the command line, for what it knows by then is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from publish.run.cache import Cache
from publish.run.cache.hints import likely_language
from publish.run.processes import are_ready, warm_up

LAYOUT = "publish.write.pdf.warm_up"
"""What lays out a division, and with it WeasyPrint."""

PAGED = frozenset({"pdf", "build"})
"""Commands that make pages, if all goes well."""


def get_layout_ready(book: Path, cache: Cache) -> None:
    """Have processes read what lays out pages; it may turn out needless. Again, it does nothing."""
    if not are_ready():
        warm_up(LAYOUT, likely_language(cache, book))


def foresee(arguments: Sequence[str]) -> None:
    """Get ready for what a command line is likely to order; whoever reads it whole will know."""
    if arguments and arguments[0] in PAGED and not {"-h", "--help"} & set(arguments):
        books = (Path(each) for each in arguments[1:] if each.endswith(".xml"))
        get_layout_ready(next(books, Path()), Cache.of_user())
