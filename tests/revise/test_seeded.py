"""Seeded errors in real books: all mended in their places, and most found by reading alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lxml import etree

from benchmarks.seeding import errata_of, seed, unseeded
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.erratum import Outcome
from publish.read import read_book
from publish.revise import apply_errata, resolve
from publish.revise.indexing import index_likely
from publish.revise.suggest import rank_candidates

BOOKS = [
    "eltec-eng/ENG18652_Carroll.xml",
    "eltec-ukr/UKR19012_UkrainkaNadMorem.xml",
    "yidracor/rose-engshaft.xml",
    "soldatenbriefe/letter-044.xml",
    pytest.param("eltec-eng/ENG18471_Bronte.xml", marks=pytest.mark.slow),
    pytest.param("rose-ural/rose_ural01_1837.TEI-P5.xml", marks=pytest.mark.slow),
]


def canonical(document: Document) -> bytes:
    return etree.tostring(document.root, method="c14n")


@pytest.mark.parametrize("book", BOOKS)
def test_seeded_errors_are_mended_to_the_letter(corpora: Path, book: str) -> None:
    document = read_book(corpora / book)[0].copy()
    before = canonical(document)
    slips, index = seed(document, 300, random.Random(5))
    document.errata = tuple(errata_of(slips, index))
    seeded = canonical(document)
    apply_errata(document, Edition())
    # In an unseeded book some words are ambiguous by nature: two speakers of one name, say.
    told = [each.outcome for each in document.resolutions]
    assert set(told) <= {Outcome.APPLIED, Outcome.AMBIGUOUS}
    assert told.count(Outcome.APPLIED) >= 0.97 * len(slips)
    lost = [e for e, outcome in zip(document.errata, told, strict=True) if outcome != told[0]]
    diplomatic = document.copy()
    resolve(diplomatic.root, "sic")
    assert canonical(diplomatic) == seeded
    resolve(document.root, "corr")
    unseeded(document.root)
    assert lost or canonical(document) == before


def test_most_seeded_errors_are_found_by_reading(corpora: Path) -> None:
    document = read_book(corpora / BOOKS[0])[0].copy()
    slips, index = seed(document, 300, random.Random(5))
    found = rank_candidates(index_likely(document.root), "en")
    assert index.text == index_likely(document.root).text
    places = {place for s in slips for place in range(s.start, s.start + len(s.wrong))}
    hits = [bool(places & set(range(each.start, each.end))) for each in found]
    assert sum(hits[:200]) >= 190
    assert sum(hits) >= 0.85 * len(slips)
