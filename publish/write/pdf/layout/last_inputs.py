"""What the last book was laid out with: what gets ready for the next one gets ready for the same.

Most runs are of the book of the last one. Of another book these inputs serve for nothing.
"""

from __future__ import annotations

from publish.engine.layout_inputs import LayoutInputs
from publish.run.cache import Cache

_KEY = "last-inputs"


def last_inputs(cache: Cache) -> LayoutInputs | None:
    """Return what the last book was laid out with, but for its pictures."""
    return cache.get_object(_KEY, LayoutInputs)


def keep_inputs(cache: Cache, inputs: LayoutInputs) -> None:
    """Keep what a book is laid out with, if its fonts are those that ship."""
    if not any(family.digest for family in inputs.families):
        cache.renew_object(_KEY, LayoutInputs(inputs.families, inputs.stylesheets, {}))
