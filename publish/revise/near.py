"""The nearest words to a quotation that the text does not have: a hint, never a match."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from publish.revise.index import APART, TextIndex

LEAST = 0.8
"""How alike two words must be to be offered (Jaro-Winkler)."""


def nearest(quotation: str, index: TextIndex) -> str:
    """Offer what the text has in place of the quotation; empty where nothing is near."""
    words = re.findall(r"\w+", quotation)
    if not words:
        return ""
    longest = max(words, key=len)
    found = process.extractOne(
        longest,
        list(index.words()),
        scorer=JaroWinkler.normalized_similarity,
        score_cutoff=LEAST,
    )
    if found is None:
        return ""
    at = index.words()[found[0]][0]
    lead = quotation.index(longest)
    trail = len(quotation) - lead - len(longest)
    window = index.text[max(0, at - lead) : at + len(found[0]) + trail]
    return window.replace(APART, " ").strip()
