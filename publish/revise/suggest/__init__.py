"""Suggest errata: places of the text that look wrong, the likeliest errors first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from publish.model.document import Document
from publish.model.finding import Place
from publish.model.word_places import WordPlaces
from publish.revise.anchoring import Anchor, anchor
from publish.revise.errata import elements_by_id
from publish.revise.index import APART, TextIndex
from publish.revise.indexing import index_likely
from publish.revise.matching import Match, find_matches
from publish.revise.suggest.candidate import Candidate
from publish.revise.suggest.hunspell import speller
from publish.revise.suggest.punctuation import doubled_words, stray_points
from publish.revise.suggest.scripts import mixed_scripts
from publish.revise.suggest.spelling import misspelt
from publish.revise.suggest.tokens import Text, read_tokens
from publish.revise.suggest.variant_spellings import hyphen_variants, name_variants

AROUND = 40
"""So many characters on each side are shown."""


class Suggestion(Struct, frozen=True):
    """A candidate as the editor sees it: quotation, proposal, place, surroundings."""

    kind: str
    find: str
    replace: str
    score: float
    reason: str
    place: Place
    lead: str
    """What stands before it."""
    trail: str
    """What stands behind it."""
    anchor: Anchor | None
    """What makes the quotation unique; None where nothing does."""


def suggest_errata(
    document: Document,
    language: str,
    *,
    limit: int = 0,
    least: float = 0.0,
    dictionaries: tuple[Path, ...] = (),
) -> list[Suggestion]:
    """List what may be wrong in the text, with proposals, the likeliest first.

    Reads the corrected view of the document's text in its `language` (BCP 47). `limit` 0 means
    all; `dictionaries` are `.dic` files, taken beside those that are known for the language.
    """
    index = index_likely(document.root)
    recorded = _recorded(document, index)
    found = rank_candidates(index, language, dictionaries)
    chosen = [
        each
        for each in found
        if each.score >= least and recorded.isdisjoint(range(each.start, each.end))
    ]
    places = WordPlaces(document)
    return [_suggestion(each, index, places) for each in chosen[: limit or None]]


def rank_candidates(
    index: TextIndex, language: str, dictionaries: tuple[Path, ...] = ()
) -> list[Candidate]:
    """List the candidates of a text, one for each place, the likeliest first."""
    text = read_tokens(index, language)
    return _one_a_place(_candidates(text, language, dictionaries))


def _recorded(document: Document, index: TextIndex) -> set[int]:
    """List the places that the errata file quotes, whatever it decides of them."""
    elements = elements_by_id(document.root)
    found: set[int] = set()
    for erratum in document.errata:
        for match in find_matches(erratum, erratum.find, [index], elements):
            found.update(range(match.start, match.end))
    return found


def _candidates(text: Text, language: str, dictionaries: tuple[Path, ...]) -> Iterator[Candidate]:
    first = language.lower().split("-")[0]
    yield from stray_points(text, first)
    yield from doubled_words(text, first)
    yield from hyphen_variants(text)
    spell = speller(language, dictionaries)
    yield from mixed_scripts(text, spell)
    if spell:
        yield from misspelt(text, spell, first)
        yield from name_variants(text, spell)


def _one_a_place(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Keep the best candidate of each place; sort them, equals in reading order."""
    kept: list[Candidate] = []
    taken: set[int] = set()
    for each in sorted(candidates, key=lambda one: (-one.score, one.start, one.replace)):
        places = set(range(each.start, each.end))
        if not places & taken:
            taken |= places
            kept.append(each)
    return kept


def _suggestion(candidate: Candidate, index: TextIndex, places: WordPlaces) -> Suggestion:
    start, end, text = candidate.start, candidate.end, index.text
    first = max(text.rfind(APART, 0, start) + 1, start - AROUND)
    last = min(text.find(APART, end), end + AROUND)
    return Suggestion(
        candidate.kind,
        text[start:end],
        candidate.replace,
        round(candidate.score, 3),
        candidate.reason,
        Match(index, start, end).place(places),
        text[first:start],
        text[end:last],
        anchor(index, start, end),
    )
