"""Words of the edition as they stand in a record: on one line, and fit for XML."""

from __future__ import annotations

from publish.model.lazy_pattern import lazy_pattern

_NOT_XML = lazy_pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fold(text: str) -> str:
    """Fold white space and drop characters that XML does not have."""
    return " ".join(_NOT_XML.sub(" ", text).split())
