"""Have all words come through a step? Their letters are counted before and after it.

White space and what shows nothing does not count, and the order may change: notes go to the end
of a file or to the foot of a page. Counting is cheap, so that it is done in every build; only
where letters are missing is it found out which words they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from publish.model.lazy_pattern import lazy_pattern

_SPACES = b" \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
_UNSEEN = {
    0xC2: lazy_pattern(rb"\xc2[\x85\xa0\xad]"),
    0xE1: lazy_pattern(rb"\xe1\x9a\x80"),  # U+1680
    0xE2: lazy_pattern(rb"\xe2(?:\x80[\x80-\x8b\xa8\xa9\xaf]|\x81[\x9f\xa0])"),
    0xE3: lazy_pattern(rb"\xe3\x80\x80"),
    0xEF: lazy_pattern(rb"\xef\xbb\xbf"),  # U+FEFF
}
"""What shows nothing, and white space beyond ASCII, in UTF-8, by its first byte; all that
`str.split` takes for space. U+2000 to 200B, 2028, 2029, 202F, 205F and 2060 begin with E2."""

_PIECE_BYTES = 256
"""So long is what is looked for at once: a piece that a note has gone out of is counted whole."""

_NEAR_BYTES, _FAR_BYTES = 1 << 12, 1 << 16
"""How far behind the last piece that was found the next one is looked for; with each that is not
found, twice as far."""

LONGEST = 60
"""Characters of lost words that a finding quotes."""


def text_of(tree: etree._Element) -> str:
    """Read all text of a tree at once, without its tail; comments and PIs have none."""
    return str(etree.tostring(tree, method="text", encoding="unicode", with_tail=False))


def letters_of(text: str) -> bytes:
    """Take out white space and characters that show nothing; bytes are quick to look through."""
    letters = text.encode("utf-8", "surrogatepass").translate(None, _SPACES)
    for first, unseen in _UNSEEN.items() if not letters.isascii() else ():
        if first in letters:
            letters = unseen.sub(b"", letters)
    return letters


def lost_words(
    before: Iterable[str],
    after: str,
    texts: Callable[[], Iterable[str]],
    taken: Iterable[str] = (),
) -> str:
    """Return the first words that stood before a step and are not there after it; empty for none.

    `taken` is what the step is meant to take away; `texts` yields the parts of `before` that are
    looked for one by one where letters are missing.
    """
    had, has = [letters_of(text) for text in before], letters_of(after)
    moved, others = _apart(had, has)
    if not moved:
        return ""
    missing = _count(moved) - _count(others)
    if missing:
        missing -= _count([letters_of("".join(taken))])
    return _find(list(texts()), has, missing) if missing else ""


def _apart(had: list[bytes], has: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return what stands no more in its order, and what else there is, where it may be.

    What is found again piece by piece need not be counted.
    """
    at, ahead, moved, others = 0, _NEAR_BYTES, [], []
    for piece in (piece for text in had for piece in _pieces(text)):
        found = has.find(piece, at, at + len(piece) + ahead)
        if found < 0:
            moved.append(piece)
            ahead = min(2 * ahead, _FAR_BYTES)
        else:
            others.append(has[at:found])
            at, ahead = found + len(piece), _NEAR_BYTES
    return moved, [*others, has[at:]]


def _pieces(text: bytes) -> Iterator[bytes]:
    """Cut a text into pieces of whole characters."""
    start = 0
    while start < len(text):
        end = min(start + _PIECE_BYTES, len(text))
        while end < len(text) and text[end] & 0xC0 == 0x80:
            end += 1
        yield text[start:end]
        start = end


def _count(pieces: list[bytes]) -> Counter[str]:
    return Counter(b"".join(pieces).decode("utf-8", "surrogatepass"))


def _find(texts: list[str], has: bytes, missing: Counter[str]) -> str:
    """Find the first text that is there less often than before, else give the letters alone.

    Texts of which every letter is missing come first; looking for all is slow.
    """
    counts = Counter(letters_of(text) for text in texts)
    spelt = {letters_of(text): text for text in reversed(texts)}
    likely = [letters for letters in counts if letters and not _count([letters]) - missing]
    for letters in [*likely, *filter(None, counts)]:
        if has.count(letters) < counts[letters]:
            return spelt[letters]
    return "".join(missing.elements())


def quoted(words: str) -> str:
    """Quote words, from their beginning where they are many."""
    words = " ".join(words.split())
    return repr(words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…")
