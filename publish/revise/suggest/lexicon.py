"""The words of a text as a spelling critic knows them: how often, how written, how sure."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from publish.revise.suggest.hunspell import Speller
from publish.revise.suggest.tokens import Text

ENOUGH = 6000
"""So many words have all runs of letters that a language has; a shorter text has not."""


class Lexicon(Struct, frozen=True):
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
        """Return whether a word is made of runs of letters that the text's known words have."""
        if len(self.sure) < ENOUGH:
            return True
        edged = f"^{word}$"
        return all(edged[at : at + 3] in self.triples for at in range(len(edged) - 2))


def read_lexicon(text: Text, spell: Speller, *, joins: bool) -> Lexicon:
    """Count the words of a text and note which are known; tells the text which are strange."""
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
    return Lexicon(counts, sure, alphabet, forms, small_forms, triples, joins)


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
    """Return whether dictionaries have a word, capitalised or not, or all that it is made of."""
    if spell.knows(word) or spell.knows(word.lower()):
        return True
    parts = word.replace("’", "'").split("'")
    return len(parts) > 1 and all(len(p) <= 2 or spell.knows(p.lower()) for p in parts if p)


def is_known_as(made: str, word: str, spell: Speller) -> bool:
    """Return whether a made word is known, capitalised where `word` is."""
    return spell.knows(made) or (word[0].isupper() and spell.knows(made.capitalize()))
