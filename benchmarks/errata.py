"""Measure the errata desk: `python -m benchmarks.errata MEASURE BOOK...`.

apply    seed 1,000 single-word errors in each book, write the errata that mend them, apply them:
         the share applied in the right place, and whether the result is the original, canonically
suggest  precision and recall of the suggestions on those errors at 200, 500 and 1,000
first    the rank of each correction of a book's errata file among the suggestions for its source
faults   stale, ambiguous and overlapping errata: reported, and nothing applied
speed    processor seconds above the parse for growing texts and growing numbers of errata
"""

from __future__ import annotations

import copy
import os
import random
import re
import sys
import time
from pathlib import Path

from lxml import etree
from msgspec import structs

from benchmarks.seeding import Slip, errata_of, seed, unseeded
from publish.model.document import XML_ID, Document, tei
from publish.model.edition import Edition
from publish.model.erratum import Erratum, Outcome, Status
from publish.model.finding import has_errors
from publish.read import read_book
from publish.revise import apply_errata, resolve
from publish.revise.anchoring import Anchor, anchor
from publish.revise.indexing import index_likely, index_text
from publish.revise.suggest import rank_candidates
from publish.revise.suggest.candidate import Candidate

COUNT = 1000
SEED = int(os.environ.get("SEED", "1"))
"""The rules of suggestions were looked at with seed 1: measure with others too."""
STEPS = (200, 500, 1000)


def canonical(root: etree._Element) -> bytes:
    return etree.tostring(root, method="c14n")


def measure_apply(book: Path) -> None:
    source, _, _ = read_book(book)
    before = canonical(source.copy().root)
    document = source.copy()
    slips, index = seed(document, COUNT, random.Random(SEED))
    document.errata = tuple(errata_of(slips, index))
    seeded = canonical(document.root)
    started = time.process_time()
    apply_errata(document, Edition())
    seconds = time.process_time() - started
    applied = sum(each.outcome is Outcome.APPLIED for each in document.resolutions)
    diplomatic = document.copy()
    resolve(diplomatic.root, "sic")
    resolve(document.root, "corr")
    unseeded(document.root)
    print(
        f"apply    {book.stem}: {applied} of {len(slips)} applied in {seconds:.2f} s; "
        f"corrected text is the original: {canonical(document.root) == before}; "
        f"diplomatic text is the seeded: {canonical(diplomatic.root) == seeded}"
    )


def measure_suggest(book: Path) -> None:
    source, edition, _ = read_book(book)
    document = source.copy()
    slips, _ = seed(document, COUNT, random.Random(SEED))
    places = _in_likely(slips, document)
    started = time.process_time()
    index = index_likely(document.root)
    found = rank_candidates(index, edition.book.language)
    seconds = time.process_time() - started
    hit = [_hit(each, places) for each in found]
    parts = []
    for step in STEPS:
        share = sum(each is not None for each in hit[:step])
        right = sum(
            s is not None and c.replace == s.right for s, c in zip(hit, found[:step], strict=False)
        )
        taken = min(step, len(found)) or 1
        parts.append(
            f"at {step}: precision {share / taken:.3f} recall {share / len(slips):.3f} "
            f"(right word {right / max(share, 1):.3f})"
        )
    print(f"suggest  {book.stem} ({edition.book.language}): {seconds:.1f} s; " + "; ".join(parts))


def _in_likely(slips: list[Slip], document: Document) -> dict[int, Slip]:
    """Map each character of each seeded word, in the index that suggestions use, to its slip."""
    index, likely = index_text(document.root)[0], index_likely(document.root)
    found: dict[int, Slip] = {}
    origins = {index.origin(slip.start): slip for slip in slips}
    ordered = sorted(origins)
    at = 0
    for start, piece, origin in zip(likely.starts, likely.pieces, likely.origins, strict=True):
        while at < len(ordered) and ordered[at] < origin:
            at += 1
        while at < len(ordered) and ordered[at] < origin + piece.length:
            slip = origins[ordered[at]]
            begin = start + ordered[at] - origin
            for place in range(begin, begin + len(slip.wrong)):
                found[place] = slip
            at += 1
    return found


def _hit(candidate: Candidate, slips: dict[int, Slip]) -> Slip | None:
    places = range(candidate.start, candidate.end)
    return next((slips[place] for place in places if place in slips), None)


def measure_first(book: Path) -> None:
    document, edition, _ = read_book(book)
    index = index_likely(document.root)
    found = rank_candidates(index, edition.book.language)
    for erratum in document.errata:
        if erratum.status is not Status.VERIFIED:
            continue
        starts = index.find(erratum.before + erratum.find) or index.find(erratum.find)
        span = (
            range(starts[0], starts[0] + len(erratum.before + erratum.find)) if starts else range(0)
        )
        ranks = [n for n, c in enumerate(found, 1) if set(span) & set(range(c.start, c.end))]
        rank = ranks[0] if ranks else "-"
        print(f"first    {erratum.id} {erratum.find!r}: rank {rank} of {len(found)}")


def measure_faults(book: Path) -> None:
    source, _, _ = read_book(book)
    document = source.copy()
    before = canonical(document.root)
    index = index_text(document.root)[0]
    words = list(re.finditer(r"\w{5,}", index.text))
    dice = random.Random(2)
    chosen = dice.sample(words, 900)
    stale = [f"{match[0][::-1]}q{match[0]}" for match in chosen[:300]]
    errata = [_erratum(f"stale{n}", text) for n, text in enumerate(stale)]
    common = [match[0] for match in words if len(index.find(match[0])) > 1]
    errata += [_erratum(f"ambiguous{n}", dice.choice(common)) for n in range(300)]
    for number, match in enumerate(chosen[300:600]):
        context = anchor(index, match.start(), match.end()) or Anchor()
        for name in ("a", "b"):
            made = _erratum(f"overlapping{number}{name}", match[0])
            errata.append(
                structs.replace(made, at=context.at, before=context.before, after=context.after)
            )
    document.errata = tuple(errata)
    findings = apply_errata(document, Edition())
    told = {each.erratum.id: each.outcome for each in document.resolutions}
    wanted = {
        "stale": Outcome.NOT_FOUND,
        "ambiguous": Outcome.AMBIGUOUS,
        "overlapping": Outcome.OVERLAPPING,
    }
    for name, outcome in wanted.items():
        ours = [told[key] for key in told if key.startswith(name)]
        print(f"faults   {book.stem}: {name} {sum(o is outcome for o in ours)} of {len(ours)}")
    print(
        f"faults   {book.stem}: text untouched: {canonical(document.root) == before}; "
        f"build fails: {has_errors(findings)}"
    )


def _erratum(name: str, find: str) -> Erratum:
    return Erratum(id=name, find=find, replace=find + "x", status=Status.VERIFIED)


def measure_speed(book: Path) -> None:
    source, _, _ = read_book(book)
    for times, count in ((1, 10000), (2, 10000), (4, 10000), (4, 2500), (4, 5000), (4, 20000)):
        document = _multiplied(source, times)
        index = index_text(document.root)[0]
        words = [m for m in re.finditer(r"\w{4,}", index.text)]
        chosen = random.Random(3).sample(words, min(count, len(words)))
        errata = []
        for number, match in enumerate(chosen):
            context = anchor(index, match.start(), match.end()) or Anchor()
            made = _erratum(f"E{number}", match[0])
            errata.append(
                structs.replace(made, at=context.at, before=context.before, after=context.after)
            )
        document.errata = tuple(errata)
        started = time.process_time()
        apply_errata(document, Edition())
        seconds = time.process_time() - started
        size = len(index.text.split())
        applied = sum(each.outcome is Outcome.APPLIED for each in document.resolutions)
        print(
            f"speed    {book.stem} x{times}: {size} words, {len(errata)} errata, "
            f"{applied} applied, {seconds:.2f} s"
        )


def _multiplied(source: Document, times: int) -> Document:
    """Repeat the body, words of each copy made different, so that quotations stay unique."""
    document = source.copy()
    body = next(document.root.iter(tei("body")))
    children = list(body)
    for number in range(1, times):
        for child in children:
            twin = copy.deepcopy(child)
            for element in twin.iter(etree.Element):
                element.attrib.pop(XML_ID, None)
                element.text = _varied(element.text, number)
                element.tail = _varied(element.tail, number)
            body.append(twin)
    return document


def _varied(text: str | None, number: int) -> str | None:
    return text and re.sub(r"\b(\w{4,})\b", lambda m: m[1] + "qxyzjkw"[number], text)


MEASURES = {
    "apply": measure_apply,
    "suggest": measure_suggest,
    "first": measure_first,
    "faults": measure_faults,
    "speed": measure_speed,
}


if __name__ == "__main__":
    for book in sys.argv[2:]:
        MEASURES[sys.argv[1]](Path(book))
