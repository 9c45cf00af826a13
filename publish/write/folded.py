"""Words of the edition as they stand in a record: on one line, and fit for XML."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fold(text: str) -> str:
    """Fold white space and drop characters that XML does not have."""
    return " ".join(_NOT_XML.sub(" ", text).split())
