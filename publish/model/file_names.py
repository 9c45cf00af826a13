"""Names for files that every system can have: Windows and FAT keep some for themselves.

Microsoft, "Naming Files, Paths, and Namespaces"; FAT32 specification, section 7.
"""

from __future__ import annotations

import re
import unicodedata

from publish.model.lazy_pattern import lazy_pattern

LONGEST = 120
"""FAT allows 255 UTF-16 units to a name, and readers show far fewer."""

_NOT_IN_NAMES = lazy_pattern(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')
_KEPT = lazy_pattern(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])"
    r"(?=\s*(?:\.|$))",
    re.IGNORECASE,
)
"""Devices: whatever stands behind the first dot, a file of that name is the device."""


def safe_stem(stem: str, otherwise: str = "book") -> str:
    """Return the stem of a file's name in a form that any file system can have."""
    plain = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", stem)).strip()
    plain = plain[:LONGEST].rstrip(" .") or otherwise
    return f"_{plain}" if _KEPT.match(plain) or plain.startswith(".") else plain


def twin_key(name: str) -> str:
    """Return what two names have in common that FAT and macOS take for one."""
    return unicodedata.normalize("NFC", name).casefold()
