"""Patterns by which a header explains pointers, `cRefPattern` and `prefixDef` (TEI 17.2.3)."""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct


class HeaderPattern(Struct, frozen=True):
    """What a pointer must look like, and what it stands for (TEI att.patternReplacement)."""

    matched: re.Pattern[str]
    replacement: str

    def filled(self, match: re.Match[str]) -> str:
        """Put what the pattern found in the places of `$1`, `$2` ... (TEI chapter 17.2.5.3)."""
        groups = match.groups("")

        def group(number: re.Match[str]) -> str:
            place = int(number[1])
            return groups[place - 1] if 0 < place <= len(groups) else ""

        return re.sub(r"\$(\d)", group, self.replacement)


def read_pattern(declared: etree._Element, written: str) -> HeaderPattern | None:
    """Read a declaration, whose pattern is `written`; None where that is no regular expression."""
    try:
        matched = re.compile(written)
    except re.error:
        return None
    return HeaderPattern(matched, declared.get("replacementPattern") or "")
