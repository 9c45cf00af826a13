"""See, and see also: each refers to an entry that the index has (Chicago 16.23)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publish.house.language.alphabet import filing_key
from publish.house.language.words import word
from publish.model.finding import Finding, warning
from publish.typeset.index_terms import IndexTerm


def check_index_pointers(terms: Iterable[IndexTerm], language: str) -> list[Finding]:
    """Report each reference to an entry that is not there. Code: TYP-069."""
    terms = list(terms)
    known = {key for term in terms for key in _keys(term)}
    found: dict[str, Finding] = {}
    for term in terms:
        for name, words in (("index_see", term.see), ("index_see_also", term.see_also)):
            for one in _each(words, word(name, language)):
                if filing_key(one, "") not in known:
                    message = (
                        f"the index entry {', '.join(term.levels)!r} refers to {one!r}, which is"
                        " no entry of the index"
                    )
                    hint = "write the other entry as its own <term> has it, or index it"
                    found.setdefault(message, warning("TYP-069", message, term.place, hint))
    return list(found.values())


def _keys(term: IndexTerm) -> Iterator[str]:
    """Yield the ways to name an entry: by itself, and behind those that it stands under."""
    keys = [filing_key(level, "") for level in term.levels]
    for end in range(1, len(keys) + 1):
        yield "".join(keys[:end])
        yield keys[end - 1]


def _each(words: str, label: str) -> Iterator[str]:
    """Yield the entries that a reference names, without its label."""
    bare = words[len(label) :] if words.casefold().startswith(f"{label.casefold()} ") else words
    for one in bare.split(";"):
        if filing_key(one, ""):
            yield one.strip(" .:")
