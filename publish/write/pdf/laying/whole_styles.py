"""Which style sheets ask for more of a division than a window of it knows.

A window counts nothing but a list's items, does not know how many siblings stand before what it
begins with, and puts nothing in the margins of its pages. A book's own sheet may ask for all of
these, and then its divisions are laid out whole, however long they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ASKS = re.compile(
    r"""
    \bcounters?[-(]          # counts of the book's own (CSS Lists 3, section 4)
    | \btarget-(counter|text)
    | @(top|bottom|left|right)-   # margin boxes (CSS Paged Media 3, section 4)
    | \bstring-set\b | \brunning\(   # what margins say (CSS Generated Content for Paged Media)
    | \bposition\s*:\s*fixed\b
    | :(nth-|only-of-type|has\()   # places among all siblings (Selectors 4, section 14.3)
    | \b(open|close)-quote\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def ask_for_the_whole(sheets: Iterable[str]) -> bool:
    """Tell whether a sheet names what only the whole division tells."""
    return any(ASKS.search(COMMENT.sub("", sheet)) for sheet in sheets)
