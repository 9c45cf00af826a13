"""How one word becomes another, and how likely a press or a reading eye is to do just that."""

from __future__ import annotations

from collections.abc import Iterator

CONFUSED = frozenset(
    frozenset(pair)
    for pair in (
        "lt li l1 it ij ec eo ao oc un uv nm hb hk fs ft cg rt rn ae sf ſf bd pq vy yg "
        "ии ип пн шщ еэ её гт лд бв цщ ьы יו דר הח כב םס תח ןו"
    ).split()
    if len(pair) == 2
)
"""Letters that look alike on a worn page or lie side by side on the keys."""


def edits(word: str, alphabet: str) -> Iterator[str]:
    """Yield every word one slip away: transposed, dropped, doubled, changed, added letters."""
    seen = {word}
    for made in _edits(word, alphabet):
        if made not in seen:
            seen.add(made)
            yield made


def _edits(word: str, alphabet: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
    for at in range(len(word)):
        for letter in alphabet:
            yield word[:at] + letter + word[at + 1 :]
    for at in range(len(word) + 1):
        for letter in alphabet:
            yield word[:at] + letter + word[at:]


def likelihood(wrong: str, right: str) -> float:
    """Weigh the slip that makes `right` into `wrong`: 1 for the commonest, less for others."""
    lead = _common_lead(wrong, right)
    trail = _common_lead(wrong[lead:][::-1], right[lead:][::-1])
    old, new = right[lead : len(right) - trail], wrong[lead : len(wrong) - trail]
    if len(old) == len(new) == 2 and old == new[::-1]:
        return 1.0
    if not old and len(new) == 1:
        return 1.0 if new in (wrong[lead - 1 : lead], right[lead : lead + 1]) else 0.7
    if not new and len(old) == 1:
        return 0.9 if old in (wrong[lead - 1 : lead], right[lead + 1 : lead + 2]) else 0.7
    if len(old) == len(new) == 1:
        return 0.95 if frozenset(old + new) in CONFUSED else 0.75
    return 0.35


def _common_lead(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
