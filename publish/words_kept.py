"""Have all words come through a step? Their letters are counted before and after it.

White space and what shows nothing does not count, and the order may change: notes go to the end
of a file or to the foot of a page. Counting is cheap, so that it is done in every build; only
where letters are missing is it found out which words they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

_UNSEEN = str.maketrans(dict.fromkeys("\xad\u200b\u2060\ufeff", ""))

LONGEST = 60
"""Characters of lost words that a finding quotes."""


def letters_of(texts: Iterable[str]) -> str:
    """Join texts without white space and characters that show nothing."""
    return "".join("".join(texts).translate(_UNSEEN).split())


def lost_words(before: Sequence[str], after: Iterable[str], taken: Iterable[str] = ()) -> str:
    """Give the first words that stood before a step and are not there after it; empty for none.

    `taken` is what the step is meant to take away.
    """
    had, has = letters_of(before), letters_of(after)
    if had == has:
        return ""
    missing = Counter(had) - Counter(has) - Counter(letters_of(taken))
    return _find(before, has, missing) if missing else ""


def _find(before: Sequence[str], has: str, missing: Counter[str]) -> str:
    """Find the first text that is there less often than before, else give the letters alone.

    Texts of which every letter is missing come first; looking for all is slow.
    """
    counts = Counter(letters_of([text]) for text in before)
    texts = {letters_of([text]): text for text in reversed(before)}
    likely = [letters for letters in counts if letters and not Counter(letters) - missing]
    for letters in [*likely, *filter(None, counts)]:
        if has.count(letters) < counts[letters]:
            return texts[letters]
    return "".join(missing.elements())


def quoted(words: str) -> str:
    """Quote words, from their beginning where they are many."""
    words = " ".join(words.split())
    return repr(words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…")
