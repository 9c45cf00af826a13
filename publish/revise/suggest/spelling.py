"""Unknown words that are one slip away from a known one, or are two words run together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from publish.revise.suggest.candidate import Candidate
from publish.revise.suggest.edits import edits, likelihood
from publish.revise.suggest.hunspell import Speller
from publish.revise.suggest.lexicon import Lexicon, is_known, is_known_as, read_lexicon
from publish.revise.suggest.tokens import Text, Token

OFTEN = 3
"""A word that stands more often than this is the author's own, unless another far outdoes it."""

FAR = 12
"""So many times more often the right word stands than a slip of it that is made again."""

SHORTEST = 3
TRIED = 4
"""From this length on, words that the text lacks are sought in the dictionaries."""

COMPOUNDING = frozenset("de nl fy lb sv da nb nn no is fo fi et hu".split())
"""Languages that write compounds as one word."""

ENDINGS = 2
LONG = 8
"""From this length on, two slips in one word are still told from another word."""

# Log odds, set by hand and not fitted; benchmarks/errata.py tells how well they rank.
BIAS = -1.6
WEIGHTS = {
    "slip": 2.2,
    "fame": 0.42,
    "known": 0.9,
    "again": -1.6,
    "company": -7.0,
    "length": 0.28,
    "capital": -1.9,
    "two slips": -1.6,
    "rivals": -0.25,
    "ending": -1.2,
}


def misspelt(text: Text, spell: Speller, language: str) -> Iterator[Candidate]:
    """Propose a known word for every rare one that no dictionary has."""
    lexicon = read_lexicon(text, spell, joins=language not in COMPOUNDING)
    for word, tokens in text.places.items():
        count = lexicon.counts[word.lower()]
        if len(word) < SHORTEST or count > 4 * OFTEN or is_known(word, spell):
            continue
        if _is_derived(word, text) or any(map(str.isdigit, word)):
            continue
        best = _best(word, lexicon, spell)
        if best is None or (count > OFTEN and lexicon.counts[best[0].lower()] < FAR * count):
            continue
        for token in tokens:
            yield _candidate(token, *best, text)


def _is_derived(word: str, text: Text) -> bool:
    """Return whether this is the possessive of a word that the text has."""
    base = re.match(r"(.+)['’]s?$", word)
    return base is not None and text.counts[base[1]] > 0


Features = dict[str, float]


def _best(word: str, lexicon: Lexicon, spell: Speller) -> tuple[str, Features] | None:
    """Choose the likeliest correction; None where nothing is near."""
    small = word.lower()
    near = {
        right: (likelihood(small, right), float(distance > 1))
        for right, distance in _near_in_text(small, lexicon, spell)
    }
    if len(small) >= TRIED and not any(not two for _, two in near.values()):
        for made in edits(small, lexicon.alphabet):
            if lexicon.is_likely(made) and is_known_as(made, word, spell):
                near[made] = (likelihood(small, made), 0.0)
    split = _split(small, lexicon, spell)
    if split and not any(lexicon.counts[right] > 1 for right in near):
        near[split] = (0.8, 0.0)
    if not near:
        return None

    def weigh(right: str) -> float:
        slip, two = near[right]
        fame = _fame(right, lexicon)
        return WEIGHTS["slip"] * slip + WEIGHTS["fame"] * fame + WEIGHTS["two slips"] * two

    right = max(sorted(near), key=weigh)
    slip, two = near[right]
    close = sum(weigh(other) > weigh(right) - 1 for other in near) - 1
    return _recase(right, word, lexicon), {
        "slip": slip,
        "fame": _fame(right, lexicon),
        "known": float(" " in right or spell.knows(right)),
        "again": float(min(lexicon.counts[small], OFTEN) - 1),
        "length": float(min(len(small), 12) - 6),
        "two slips": two,
        "rivals": float(min(close, 4)),
        "ending": float(_differ_at_end(small, right)),
    }


def _fame(right: str, lexicon: Lexicon) -> float:
    return math.log1p(min(lexicon.counts[part] for part in right.split(" ")))


def _differ_at_end(one: str, other: str) -> bool:
    """Return whether two words differ in their ending only, as inflected ones do."""
    shortest = min(len(one), len(other))
    return one[: shortest - 1] == other[: shortest - 1] and abs(len(one) - len(other)) <= ENDINGS


def _may_end(stem: str, ending: str, spell: Speller) -> bool:
    """Return whether a stem may have an ending: where dictionaries have none of both."""
    return spell.knows(stem + ending) or not spell.knows(stem)


def _near_in_text(small: str, lexicon: Lexicon, spell: Speller) -> list[tuple[str, int]]:
    """Find words of the text one slip away; for long ones two, or one beside the ending."""
    found = _extract(small, lexicon, 1)
    if found or len(small) < LONG:
        return found
    for length in range(1, ENDINGS + 1):
        stem, ending = small[:-length], small[-length:]
        stems = [right for right, _ in _extract(stem, lexicon, 1)]
        made = [
            right + ending for right in stems if right != small and _may_end(right, ending, spell)
        ]
        if made:
            return [(right, 1) for right in made]
    return _extract(small, lexicon, 2)


def _extract(small: str, lexicon: Lexicon, furthest: int) -> list[tuple[str, int]]:
    found = process.extract(
        small, lexicon.sure, scorer=OSA.distance, score_cutoff=furthest, limit=8
    )
    return [
        (right, int(distance))
        for right, distance, _ in found
        if right != small and lexicon.counts[right] >= lexicon.counts[small]
    ]


def _split(small: str, lexicon: Lexicon, spell: Speller) -> str:
    """Return two words of the text that the letters are, run together; empty if they are not."""
    best, most = "", 4
    if not lexicon.finds_joined:
        return ""
    for cut in range(2, len(small) - 1):
        one, other = small[:cut], small[cut:]
        fewest = min(lexicon.counts[one], lexicon.counts[other])
        if fewest > most and spell.knows(one) and spell.knows(other):
            best, most = f"{one} {other}", fewest
    return best


def _recase(right: str, word: str, lexicon: Lexicon) -> str:
    if word.isupper() and len(word) > 1:
        return right.upper()
    if word[0].isupper():
        return right[0].upper() + right[1:]
    usual = lexicon.forms.get(right, right)
    return right if right in lexicon.small or (usual.isupper() and len(usual) > 1) else usual


def _candidate(token: Token, right: str, features: Features, text: Text) -> Candidate:
    found = dict(features)
    found["company"] = text.company(token)
    is_name = token.word[0].isupper() and not token.opens_sentence
    found["capital"] = float(is_name and text.counts[right] == 0)
    weighed = BIAS + sum(WEIGHTS[name] * value for name, value in found.items())
    score = 1 / (1 + math.exp(-weighed))
    kind = "joined words" if " " in right else "spelling"
    standing = text.counts[right]
    reason = (
        f"no dictionary has it; {right} stands {standing} times"
        if standing
        else (f"no dictionary has it; {right} is near")
    )
    return Candidate(kind, token.start, token.end, right, score, reason)
