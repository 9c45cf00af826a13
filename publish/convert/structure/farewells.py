"""Words with which letters end."""

from __future__ import annotations

import re

from publish.model.lazy_pattern import lazy_pattern

_FAREWELL = lazy_pattern(
    r"(and )?(i (am|remain)|believe me|ever|yours?|sincerely|faithfully|respectfully|love|"
    r"with (kind|best|much|all|warm)|affectionately|best wishes|kind regards|"
    r"mit (freundlichen|herzlichen|besten|vielen)|herzlich|hochachtungsvoll|ihr|dein|euer|"
    r"votre|bien à|cordialement|tuo|tua|suo)\b",
    re.IGNORECASE,
)


def is_farewell(words: str) -> bool:
    """Return whether words begin as a farewell does."""
    return bool(_FAREWELL.match(words.strip(" _")))
