"""Names spelt in two ways, and compounds with and without their hyphen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from publish.model.lazy_pattern import lazy_pattern
from publish.revise.suggest.candidate import Candidate
from publish.revise.suggest.edits import likelihood
from publish.revise.suggest.hunspell import Speller
from publish.revise.suggest.lexicon import is_known
from publish.revise.suggest.tokens import Text

SHORTEST = 5
ENDING = 2
"""Names that differ in their last letters only may be inflected."""

COMPOUND = lazy_pattern(r"(?<![\w-])([^\W\d_]{3,})-([^\W\d_]{3,})(?![\w-])")


def name_variants(text: Text, spell: Speller) -> Iterator[Candidate]:
    """Propose the commoner spelling of a name for the rarer one, or either where none is."""
    names = {
        word: len(tokens)
        for word, tokens in text.places.items()
        if word[0].isupper()
        and len(word) >= SHORTEST
        and not word.isupper()
        and not is_known(word, spell)
        and any(not token.opens_sentence for token in tokens)
    }
    listed = list(names)
    for word, count in names.items():
        if count > 2:
            continue
        for other, _, _ in process.extract(
            word, listed, scorer=OSA.distance, score_cutoff=1, limit=5
        ):
            if other == word or names[other] < count or not _is_variant(word, other):
                continue
            score = _score(count, names[other]) * (0.7 + 0.3 * likelihood(word, other))
            reason = f"{other} stands {names[other]} times, {word} {count}"
            for token in text.places[word]:
                yield Candidate("name", token.start, token.end, other, score, reason)


def _is_variant(word: str, other: str) -> bool:
    """Return whether two names differ inside, and not at the end, where they are inflected."""
    one, two = word[:-ENDING], other[:-ENDING]
    return one != two and word[-ENDING:] == other[-ENDING:]


def _score(count: int, of_other: int) -> float:
    return 0.55 if of_other == count else min(0.95, 0.6 + 0.1 * of_other / count)


def hyphen_variants(text: Text) -> Iterator[Candidate]:
    """Propose the commoner of `counterrevolution` and `counter-revolution` for a lone other."""
    whole = text.index.text
    compounds: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in COMPOUND.finditer(whole):
        compounds[match[0]].append(match.span())
    joined = Counter({word: len(found) for word, found in text.places.items()})
    for compound, spans in compounds.items():
        one_word = compound.replace("-", "")
        times, single = len(spans), joined[one_word]
        if not single:
            continue
        reason = f"{compound} stands {times} times, {one_word} {single}"
        if single <= 2 <= times / single:
            score = min(0.6, 0.3 + 0.05 * times)
            for token in text.places[one_word]:
                yield Candidate("hyphen", token.start, token.end, compound, score, reason)
        elif times <= 2 <= single / times:
            score = min(0.5, 0.2 + 0.05 * single)
            for start, end in spans:
                yield Candidate("hyphen", start, end, one_word, score, reason)
