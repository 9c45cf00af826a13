"""Stray, lost and doubled points, doubled words: slips that no dictionary sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from publish.model.lazy_pattern import lazy_pattern
from publish.revise.suggest.candidate import Candidate
from publish.revise.suggest.tokens import LETTER, Text

FAIR_DOUBLES = {
    "en": {"that", "had"},
    "fr": {"nous", "vous", "se"},
    "de": {"die", "der", "das", "sie"},
}
"""Words that grammar may double."""

SHORTENED = frozenset(
    """
    etc cf viz ibid idem seq esq inst ult prox vol vols fig figs chap col gen capt lieut sergt rev
    hon prof dept approx cent fol sect art usw bzw vgl ebd bzgl evtl ggf sog geb gest bspw bd bde
    kap abs anm hrsg loc cit resp env suiv apr ecc pag sig dott стр гл рис руб коп напр проф акад
    """.split()
)
"""Shortened words of several languages that end in a point wherever they stand."""

SPACED_BEFORE = {"fr": ";:!?»"}
"""Points before which the language sets a space."""

PARTICIPLES = {
    "en": lazy_pattern(r"\b(?:was|were|been|is|are|be)(, )[a-z]+ed\b"),
}
"""A comma between auxiliary and participle."""


class Rule(Struct, frozen=True):
    """A pattern whose group 1 is the fault; `becomes` stands for it."""

    pattern: re.Pattern[str]
    becomes: str
    score: float
    reason: str


def _rule(pattern: str, becomes: str, score: float, reason: str) -> Rule:
    return Rule(re.compile(pattern), becomes, score, reason)


RULES = (
    _rule(rf"(?<=[^\W_])( \.)(?={LETTER})", " ", 0.93, "a point before a word"),
    _rule(rf"(?<={LETTER}{LETTER}{LETTER})( [,;:.!?])(?=[ \x00]|$)", "", 0.85, "a space before it"),
    _rule(r"(?<=\w)(,,)(?=[ \x00\w])", ",", 0.9, "a doubled comma"),
    _rule(r"(?<=\w)(;;|::|,\.(?!\.)|\.,(?=[ ][A-Z])|,;|;,|:;)(?=[ \x00])", "", 0.8, "two points"),
    _rule(rf"(?<=[a-z])(,)(?={LETTER}{LETTER})", ", ", 0.85, "no space behind a comma"),
    _rule(rf"(?<={LETTER}{LETTER})([;!?])(?={LETTER}{LETTER})", r"\1 ", 0.8, "no space behind it"),
    _rule(rf"(?<=[a-z][a-z])(\.)(?=[A-Z]{LETTER})", ". ", 0.75, "no space behind a full point"),
    _rule(r"(\( )(?=\w)", "(", 0.7, "a space inside brackets"),
    _rule(r"(?<=\w)( \))", ")", 0.7, "a space inside brackets"),
)
POINT_INSIDE = lazy_pattern(rf"(?<![\w.])({LETTER}[\w’']*)(\.) (?=(?:{LETTER}[\w’']*))")


def stray_points(text: Text, language: str) -> Iterator[Candidate]:
    """Find points where no sentence ends and spaces where none belong."""
    whole = text.index.text
    spaced = SPACED_BEFORE.get(language, "")
    for rule in RULES:
        found = [
            match
            for match in rule.pattern.finditer(whole)
            if match[1].strip() not in spaced or not match[1].strip()
        ]
        for match in found:
            becomes = rule.becomes or match[1].strip()[:1]
            becomes = becomes.replace(r"\1", match[1])
            yield _candidate(
                text, match.span(1), becomes, _habit(rule.score, len(found)), rule.reason
            )
    yield from _points_inside(text)
    pattern = PARTICIPLES.get(language)
    for match in pattern.finditer(whole) if pattern else ():
        yield _candidate(text, match.span(1), " ", 0.5, "a comma parts verb and participle")


def _points_inside(text: Text) -> Iterator[Candidate]:
    """Find a full point behind which the sentence goes on in small letters."""
    whole = text.index.text
    found = [m for m in POINT_INSIDE.finditer(whole) if whole[m.end()].islower()]
    shortened = Counter(match[1].lower() for match in found)
    for match in found:
        word = match[1]
        times = shortened[word.lower()]
        if word.lower() in SHORTENED or len(word) < 3 or times > 2:
            continue
        if not re.search(r"[aeiouyаеёиоуыэюяіїє]", word.lower()):
            continue
        ends = text.counts[word] > times
        score = _habit(0.9 if ends else 0.5, times)
        yield _candidate(text, match.span(2), "", score, "the sentence goes on behind the point")


def _habit(score: float, times: int) -> float:
    """Lower a score for what the text does again and again: it is meant."""
    return score / (1 + max(0, times - 3) / 12)


def _candidate(
    text: Text, span: tuple[int, int], becomes: str, score: float, reason: str
) -> Candidate:
    """Quote the words on both sides, for a point alone is hard to see."""
    whole = text.index.text
    start, end = span
    lead = re.search(r"[\w’']*\Z", whole[max(0, start - 30) : start])
    trail = re.match(r"[\w’']*", whole[end : end + 30])
    before, behind = lead[0] if lead else "", trail[0] if trail else ""
    if whole[end : end + 1] == " ":
        trail = re.match(r" [\w’']*", whole[end : end + 30])
        behind = trail[0] if trail else ""
    first, last = start - len(before), end + len(behind)
    return Candidate("point", first, last, before + becomes + behind, score, reason)


def doubled_words(text: Text, language: str) -> Iterator[Candidate]:
    """Find a word that stands twice in a row."""
    whole = text.index.text
    common = {word.lower() for word, _ in text.counts.most_common(150)}
    pairs = [
        (one, two)
        for one, two in zip(text.tokens, text.tokens[1:], strict=False)
        if one.word.lower() == two.word.lower() and whole[one.end : two.start] == " "
    ]
    times = Counter(one.word.lower() for one, _ in pairs)
    for one, two in pairs:
        word = one.word.lower()
        is_fair = word in FAIR_DOUBLES.get(language, ())
        score = 0.15 if is_fair else 0.9 if word in common else 0.4
        score = score / times[word]
        yield Candidate("doubled word", one.start, two.end, one.word, score, "the same word twice")
