"""Have all words come through a step? Their letters are counted before and after it.

White space and what shows nothing does not count, and the order may change: notes go to the end
of a file or to the foot of a page. Counting is cheap, so that it is done in every build; only
where letters are missing is it found out which words they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from lxml import etree

_UNSEEN = ("\xad", "\u200b", "\u2060", "\ufeff")

LONGEST = 60
"""Characters of lost words that a finding quotes."""


def text_of(tree: etree._Element) -> str:
    """Read all text of a tree at once, without its tail; comments and PIs have none."""
    return str(etree.tostring(tree, method="text", encoding="unicode", with_tail=False))


def letters_of(text: str) -> str:
    """Take out white space and characters that show nothing."""
    for character in _UNSEEN:
        text = text.replace(character, "")
    return "".join(text.split())


def lost_words(
    before: str, after: str, texts: Callable[[], Iterable[str]], taken: Iterable[str] = ()
) -> str:
    """Give the first words that stood before a step and are not there after it; empty for none.

    `taken` is what the step is meant to take away; `texts` yields the parts of `before` that are
    looked for one by one where letters are missing.
    """
    had, has = letters_of(before), letters_of(after)
    if had == has:
        return ""
    missing = Counter(had) - Counter(has) - Counter(letters_of("".join(taken)))
    return _find(list(texts()), has, missing) if missing else ""


def _find(texts: list[str], has: str, missing: Counter[str]) -> str:
    """Find the first text that is there less often than before, else give the letters alone.

    Texts of which every letter is missing come first; looking for all is slow.
    """
    counts = Counter(letters_of(text) for text in texts)
    spelt = {letters_of(text): text for text in reversed(texts)}
    likely = [letters for letters in counts if letters and not Counter(letters) - missing]
    for letters in [*likely, *filter(None, counts)]:
        if has.count(letters) < counts[letters]:
            return spelt[letters]
    return "".join(missing.elements())


def quoted(words: str) -> str:
    """Quote words, from their beginning where they are many."""
    words = " ".join(words.split())
    return repr(words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…")
