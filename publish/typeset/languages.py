"""Language tags (BCP 47) and the direction in which each language is written."""

from __future__ import annotations

import re
from functools import cache

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ji khw ks ps sd syc syr ug ur yi".split())
"""Languages whose usual script runs from right to left."""

RIGHT_TO_LEFT_SCRIPTS = frozenset("adlm arab aran hebr mand mend nkoo samr syrc thaa".split())

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|[xX](-[A-Za-z0-9]{1,8})+")


@cache
def language_tag(written: str) -> str:
    """Make a well-formed tag of what the manuscript has; empty where that is none.

    Accepts `en_GB` for `en-GB`. Authority: RFC 5646 section 2.1, as far as XML Schema's
    `language` goes, which is what EPUBCheck asks for.
    """
    tag = written.strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else ""


@cache
def direction_of(tag: str) -> str:
    """Tell `ltr` or `rtl`; a script subtag (`az-Arab`, `yi-Latn`) overrules the language."""
    language, *others = tag.lower().split("-")
    for other in others:
        if len(other) == 4 and other.isalpha():
            return "rtl" if other in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
