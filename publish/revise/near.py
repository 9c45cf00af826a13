"""The nearest words to a quotation that the text does not have: a hint, never a match."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from publish.revise.index import APART, WORD, TextIndex, fold

ALIKE = 0.8
"""How alike two words must be to be offered (Jaro-Winkler)."""

PLACES = 12
"""So many places of one word are looked at."""


class Near(Struct, frozen=True):
    """Words of the text that are much like a quotation."""

    words: str
    element: etree._Element
    """Where they begin."""

    def __str__(self) -> str:
        return self.words


def nearest(quotation: str, index: TextIndex) -> Near | None:
    """Find what the text has in place of the quotation; None where nothing is near."""
    from rapidfuzz import fuzz  # which only a quotation that is not found has use for

    quoted = fold(quotation).strip()
    best: tuple[float, int, int] | None = None
    for lead, length, starts in _anchors(quoted, index):
        for start in starts[:PLACES]:
            begin = max(0, start - lead)
            end = min(len(index.text), begin + length)
            likeness = fuzz.ratio(quoted, index.text[begin:end])
            if best is None or likeness > best[0]:
                best = likeness, begin, end
    if best is None:
        return None
    _, begin, end = best
    words = index.text[begin:end].split(APART)
    kept = max(words, key=len)
    begin += index.text[begin:end].index(kept)
    return Near(kept.strip(), index.owner(begin)) if kept.strip() else None


def _anchors(quoted: str, index: TextIndex) -> list[tuple[int, int, list[int]]]:
    """List words of the text that stand for words of the quotation: what leads, how long, where."""
    words = index.words()
    tokens = sorted(WORD.finditer(quoted), key=lambda token: -len(token[0]))[:3]
    found = []
    for token in tokens:
        alike = token[0] if token[0] in words else _alike(token[0], words)
        if alike is not None and len(words[alike]) <= 50 * PLACES:
            length = len(quoted) + len(alike) - len(token[0])
            found.append((token.start(), length, words[alike]))
    return found


def _alike(word: str, words: dict[str, list[int]]) -> str | None:
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    found = process.extractOne(
        word, words.keys(), scorer=JaroWinkler.normalized_similarity, score_cutoff=ALIKE
    )
    return None if found is None else str(found[0])
