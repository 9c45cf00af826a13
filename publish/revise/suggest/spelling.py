"""Unknown words that are one slip away from a known one, or are two words run together."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from publish.revise.suggest.candidate import Candidate
from publish.revise.suggest.dictionaries import Speller
from publish.revise.suggest.edits import edits, likelihood
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
ENOUGH = 6000
"""So many words have all runs of letters that a language has; a shorter text has not."""
LONG = 8
"""From this length on, two slips in one word are still told from another word."""

# Fitted to seeded errors in six novels of four languages (benchmarks/errata.py tells how well).
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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a text in small letters: how often each stands, and which are sure."""

    counts: Counter[str]
    sure: list[str]
    alphabet: str
    forms: dict[str, str]
    """How each word is mostly written: `catherine` as `Catherine`."""
    small: frozenset[str]
    """What stands in small letters somewhere."""
    triples: frozenset[str]
    """The runs of three letters that known words of the text have; a slip makes odd ones."""

    finds_joined: bool
    """Whether two words run together are no word of the language."""

    def is_likely(self, word: str) -> bool:
        """Tell whether a word is made of runs of letters that the text's known words have."""
        if len(self.sure) < ENOUGH:
            return True
        edged = f"^{word}$"
        return all(edged[at : at + 3] in self.triples for at in range(len(edged) - 2))


def misspelt(text: Text, spell: Speller, language: str) -> Iterator[Candidate]:
    """Propose a known word for every rare one that no dictionary has."""
    vocabulary = _vocabulary(text, spell, joins=language not in COMPOUNDING)
    for word, tokens in text.places.items():
        count = vocabulary.counts[word.lower()]
        if len(word) < SHORTEST or count > 4 * OFTEN or is_known(word, spell):
            continue
        if _is_derived(word, text) or any(map(str.isdigit, word)):
            continue
        best = _best(word, vocabulary, spell)
        if best is None or (count > OFTEN and vocabulary.counts[best[0].lower()] < FAR * count):
            continue
        for token in tokens:
            yield _candidate(token, *best, text)


def _is_derived(word: str, text: Text) -> bool:
    """Tell whether this is the possessive of a word that the text has."""
    base = re.match(r"(.+)['’]s?$", word)
    return base is not None and text.counts[base[1]] > 0


def _vocabulary(text: Text, spell: Speller, *, joins: bool) -> Vocabulary:
    counts: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    forms: dict[str, str] = {}
    for word, count in text.counts.most_common():
        small = word.lower()
        counts[small] += count
        letters.update(small)
        forms.setdefault(small, word)
    known = {word.lower() for word in text.counts if is_known(word, spell)}
    text.strange = _strange(text, known)
    sure = [word for word, count in counts.items() if word in known or count > 1]
    total = sum(letters.values())
    alphabet = "".join(c for c, n in letters.items() if c.isalpha() and n * 5000 > total)
    triples = frozenset(
        f"^{word}$"[at : at + 3] for word in sure if word in known for at in range(len(word))
    )
    small_forms = frozenset(word for word in text.counts if word.islower())
    return Vocabulary(counts, sure, alphabet, forms, small_forms, triples, joins)


def _strange(text: Text, known: set[str]) -> list[int]:
    """List where words stand that no dictionary has and that are no names."""
    return sorted(
        token.start
        for word, tokens in text.places.items()
        if word.lower() not in known
        and (word[0].islower() or any(token.opens_sentence for token in tokens))
        for token in tokens
    )


def is_known(word: str, spell: Speller) -> bool:
    """Tell whether the dictionaries have a word, capitalised or not, or all that it is made of."""
    if spell.knows(word) or spell.knows(word.lower()):
        return True
    parts = word.replace("’", "'").split("'")
    return len(parts) > 1 and all(len(p) <= 2 or spell.knows(p.lower()) for p in parts if p)


Features = dict[str, float]


def _best(word: str, vocabulary: Vocabulary, spell: Speller) -> tuple[str, Features] | None:
    """Choose the likeliest correction; None where nothing is near."""
    small = word.lower()
    near = {
        right: (likelihood(small, right), float(distance > 1))
        for right, distance in _near_in_text(small, vocabulary, spell)
    }
    if len(small) >= TRIED and not any(not two for _, two in near.values()):
        for made in edits(small, vocabulary.alphabet):
            if vocabulary.is_likely(made) and is_known_as(made, word, spell):
                near[made] = (likelihood(small, made), 0.0)
    split = _split(small, vocabulary, spell)
    if split and not any(vocabulary.counts[right] > 1 for right in near):
        near[split] = (0.8, 0.0)
    if not near:
        return None

    def weigh(right: str) -> float:
        slip, two = near[right]
        fame = _fame(right, vocabulary)
        return WEIGHTS["slip"] * slip + WEIGHTS["fame"] * fame + WEIGHTS["two slips"] * two

    right = max(sorted(near), key=weigh)
    slip, two = near[right]
    close = sum(weigh(other) > weigh(right) - 1 for other in near) - 1
    return _recase(right, word, vocabulary), {
        "slip": slip,
        "fame": _fame(right, vocabulary),
        "known": float(" " in right or spell.knows(right)),
        "again": float(min(vocabulary.counts[small], OFTEN) - 1),
        "length": float(min(len(small), 12) - 6),
        "two slips": two,
        "rivals": float(min(close, 4)),
        "ending": float(_differ_at_end(small, right)),
    }


def _fame(right: str, vocabulary: Vocabulary) -> float:
    return math.log1p(min(vocabulary.counts[part] for part in right.split(" ")))


def is_known_as(made: str, word: str, spell: Speller) -> bool:
    """Tell whether a made word is known, capitalised where `word` is."""
    return spell.knows(made) or (word[0].isupper() and spell.knows(made.capitalize()))


def _differ_at_end(one: str, other: str) -> bool:
    """Tell whether two words differ in their ending only, as inflected ones do."""
    shortest = min(len(one), len(other))
    return one[: shortest - 1] == other[: shortest - 1] and abs(len(one) - len(other)) <= ENDINGS


def _may_end(stem: str, ending: str, spell: Speller) -> bool:
    """Tell whether a stem of the text may have an ending: where dictionaries have none of both."""
    return spell.knows(stem + ending) or not spell.knows(stem)


def _near_in_text(small: str, vocabulary: Vocabulary, spell: Speller) -> list[tuple[str, int]]:
    """Find words of the text one slip away; for long ones two, or one beside the ending."""
    found = _extract(small, vocabulary, 1)
    if found or len(small) < LONG:
        return found
    for length in range(1, ENDINGS + 1):
        stem, ending = small[:-length], small[-length:]
        stems = [right for right, _ in _extract(stem, vocabulary, 1)]
        made = [
            right + ending for right in stems if right != small and _may_end(right, ending, spell)
        ]
        if made:
            return [(right, 1) for right in made]
    return _extract(small, vocabulary, 2)


def _extract(small: str, vocabulary: Vocabulary, furthest: int) -> list[tuple[str, int]]:
    found = process.extract(
        small, vocabulary.sure, scorer=OSA.distance, score_cutoff=furthest, limit=8
    )
    return [
        (right, int(distance))
        for right, distance, _ in found
        if right != small and vocabulary.counts[right] >= vocabulary.counts[small]
    ]


def _split(small: str, vocabulary: Vocabulary, spell: Speller) -> str:
    """Give two words of the text that the letters are, run together; empty if they are not."""
    best, most = "", 4
    if not vocabulary.finds_joined:
        return ""
    for cut in range(2, len(small) - 1):
        one, other = small[:cut], small[cut:]
        fewest = min(vocabulary.counts[one], vocabulary.counts[other])
        if fewest > most and spell.knows(one) and spell.knows(other):
            best, most = f"{one} {other}", fewest
    return best


def _recase(right: str, word: str, vocabulary: Vocabulary) -> str:
    if word.isupper() and len(word) > 1:
        return right.upper()
    if word[0].isupper():
        return right[0].upper() + right[1:]
    usual = vocabulary.forms.get(right, right)
    return right if right in vocabulary.small or (usual.isupper() and len(usual) > 1) else usual


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
