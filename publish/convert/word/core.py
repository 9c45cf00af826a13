"""What a Word file says of itself in its properties (ECMA-376 part 2, 11)."""

from __future__ import annotations

from publish.convert.meta import Meta, note
from publish.convert.word.package import Package
from publish.model.lazy_pattern import lazy_pattern

_FIELDS = {
    "title": "title", "creator": "author", "language": "language", "description": "description",
    "keywords": "subject", "subject": "subject", "identifier": "identifier",
}  # fmt: skip

_NOBODY = frozenset(["", "user", "microsoft office user", "admin", "administrator", "author"])
"""Whom programs name where no author was given."""


_NAME = lazy_pattern(r"\s|[A-ZÀ-Þ]|[^\W\d_a-z]")
"""What names have and names of machines have not."""


def read_core(package: Package) -> Meta:
    """Read the properties; the time of saving is no date of the book."""
    meta = Meta()
    root = package.tree("docProps/core.xml")
    for each in root if root is not None else ():
        name = str(each.tag).rpartition("}")[2]
        value = " ".join((each.text or "").split())
        is_nobody = name == "creator" and (value.lower() in _NOBODY or not _NAME.search(value))
        if name in _FIELDS and value and not is_nobody:
            note(meta, _FIELDS[name], value)
    return meta
