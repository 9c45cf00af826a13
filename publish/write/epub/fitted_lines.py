"""Break a few words into lines so that they stand as large as a box allows, as on a cover."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from msgspec import Struct

from publish.house.language.hyphenation import dictionary_of, open_dictionary
from publish.house.language.sense_lines import leads_on

Measure = Callable[[str], float]
"""Gives the width of a string in em."""

_CLOSING = frozenset("、。，．・：；？！」』）〕】》〉ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
"""What may not begin a line of Chinese or Japanese (JLREQ 3.1.7)."""

_SHORT_WORD = 3
_PARTED = 1.5
"""What a line costs whose last word belongs to the next, beside lines of equal width: 1 each."""
_LONGEST_BOUND = 24
"""Characters of words that are not parted at all; more would make the type small."""
_MOST_WORDS = 120
_LONG_WORD = 12
_HYPHENATE_BELOW = 0.6
_SOFT_HYPHEN = "\u00ad"
_AT_CUT = f" ,;:.{_SOFT_HYPHEN}"
_GOOD_ENOUGH = 0.95
"""Fewer lines are better where each line more gains less than this share of the size."""

_LONELY = 0.75
"""A line of one short word is worth this much less."""


LEADING = 1.12
"""The distance of lines in em, in every design."""


class Box(Struct, frozen=True):
    """The room for a text: width and height, and the largest type for it, in CSS pixels."""

    width: float
    height: float
    largest: float
    spread: float = 1.0
    """How much wider than measured the text runs."""


class FittedLines(Struct, frozen=True):
    """Lines, the size at which they fit, and whether some of the text had to be left out."""

    lines: tuple[str, ...]
    size: float
    is_cut: bool = False


def fit_lines(
    text: str, box: Box, measure: Measure, smallest: float, language: str = ""
) -> FittedLines:
    """Choose line breaks and the largest size; below `smallest`, leave out the text's end.

    A word that would keep all the rest small is hyphenated, if `language` has patterns for it.
    """
    words = _bound(_words(text), language)
    is_cut = len(words) > _MOST_WORDS
    words = words[:_MOST_WORDS]
    best = _best(words, box, measure, language)
    if best.size < _HYPHENATE_BELOW * box.largest:
        hyphenated = [piece for word in words for piece in _hyphenated(word, language)]
        parted = _best(hyphenated, box, measure, language)
        if parted.size > 1.25 * best.size:
            words, best = hyphenated, parted
    while best.size < smallest and len(words) > 1:
        words, is_cut = _shorter(words), True
        best = _best([*words[:-1], f"{words[-1].rstrip(_AT_CUT)}…"], box, measure, language)
    return FittedLines(best.lines, best.size, is_cut)


def _words(text: str) -> list[str]:
    """Part a text where a line may end; a space belongs to the word before it."""
    words: list[str] = []
    for match in re.finditer(r"\S+\s*", text.strip()):
        words += _breakable(match[0])
    return words


def _bound(words: list[str], language: str) -> list[str]:
    """Keep to its follower what a line of a title does not end in: `of`, `J.`, `and`."""
    bound = words[:1]
    for word in words[1:]:
        last = bound[-1].split()[-1] if bound[-1].strip() else ""
        is_parted = bound[-1] != bound[-1].rstrip()
        if is_parted and leads_on(last, word, language) and len(bound[-1] + word) <= _LONGEST_BOUND:
            bound[-1] += word
        else:
            bound.append(word)
    return bound


def _breakable(word: str) -> list[str]:
    """Part Chinese and Japanese between any two characters, other words behind a dash."""
    pieces = [""]
    for before, character in zip(" " + word, word, strict=False):
        is_wide = unicodedata.east_asian_width(character) in "WF" and not _is_hangul(character)
        after_wide = unicodedata.east_asian_width(before) in "WF" and not _is_hangul(before)
        may_break = (is_wide or after_wide) and character not in _CLOSING
        if pieces[-1] and ((may_break and not character.isspace()) or before in "—–"):
            pieces.append("")
        pieces[-1] += character
    return pieces


def _hyphenated(word: str, language: str) -> list[str]:
    """Part a long word where its language may; a piece then ends in a soft hyphen."""
    code = dictionary_of(language)
    if code is None or len(word) < _LONG_WORD:
        return [word]
    parted = open_dictionary(code, 4, 4).inserted(word, _SOFT_HYPHEN)
    pieces = str(parted).split(_SOFT_HYPHEN)
    return [piece + _SOFT_HYPHEN for piece in pieces[:-1]] + pieces[-1:]


def _as_line(words: Sequence[str]) -> str:
    """Join words; a hyphen shows at the end only."""
    line = "".join(words).strip()
    end = "-" if line.endswith(_SOFT_HYPHEN) else ""
    return line.replace(_SOFT_HYPHEN, "") + end


def _is_hangul(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7af"


def _shorter(words: list[str]) -> list[str]:
    """Drop a text's end, back to the last clause if there is one, else by a tenth."""
    for number in range(len(words) - 2, max(3, len(words) // 2), -1):
        if words[number].rstrip()[-1:] in ".;:,":
            return words[: number + 1]
    return words[: max(1, min(len(words) - 1, len(words) * 9 // 10))]


def _best(words: Sequence[str], box: Box, measure: Measure, language: str) -> FittedLines:
    widths = [measure(word.rstrip(_SOFT_HYPHEN)) for word in words]
    ends = [measure(_as_line([word])) for word in words]
    best, best_worth = FittedLines((), 0.0), 0.0
    for count in _counts(sum(widths), len(words), box):
        lines = _balanced(words, widths, ends, count, language)
        across = [measure(line) for line in lines]
        widest = max(across) * box.spread or 1.0
        size = min(box.largest, box.width / widest, box.height / (len(lines) * LEADING))
        worth = size * _GOOD_ENOUGH**count * (_LONELY if min(across) < 0.3 * max(across) else 1.0)
        if worth > best_worth:
            best, best_worth = FittedLines(tuple(lines), size), worth
    return best


def _counts(width: float, words: int, box: Box) -> range:
    """List the numbers of lines worth trying: around that which fills the box exactly."""
    exact = round((width * box.spread * box.height / (box.width * LEADING)) ** 0.5)
    return range(max(1, min(exact - 3, words)), min(words, exact + 3) + 1)


def _balanced(
    words: Sequence[str],
    widths: Sequence[float],
    ends: Sequence[float],
    count: int,
    language: str,
) -> list[str]:
    """Part words into `count` lines of like widths, in Knuth's way: least squares over breaks."""
    total = len(words)
    sums = [0.0]
    for width in widths:
        sums.append(sums[-1] + width)
    wide = sums[-1] / count
    costs = [[float("inf")] * (total + 1) for _ in range(count + 1)]
    breaks = [[0] * (total + 1) for _ in range(count + 1)]
    costs[0][0] = 0.0
    for line in range(1, count + 1):
        for end in range(line, total + 1):
            for start in range(end - 1, line - 2, -1):
                width = sums[end - 1] - sums[start] + ends[end - 1]
                if width > 2.5 * wide and start < end - 1:
                    break
                cost = (
                    costs[line - 1][start] + (width / wide) ** 4 + _ugliness(words, end, language)
                )
                if cost < costs[line][end]:
                    costs[line][end], breaks[line][end] = cost, start
    lines, end = [], total
    for line in range(count, 0, -1):
        start = breaks[line][end]
        lines.append(_as_line(words[start:end]))
        end = start
    return lines[::-1]


def _ugliness(words: Sequence[str], end: int, language: str) -> float:
    """Weigh a line's end: an article or preposition belongs to the next line, a colon ends one."""
    if end == len(words):
        return 0.0
    last = words[end - 1].rstrip()
    if last.endswith(_SOFT_HYPHEN):
        return 0.2
    if last and words[end - 1] != last and leads_on(last.split()[-1], words[end], language):
        return _PARTED
    if last[-1:] in ":;.,—–":
        return -0.3
    return 0.35 if len(last) <= _SHORT_WORD and words[end - 1] != last else 0.0
