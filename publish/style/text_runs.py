"""The stretches of prose that house typography may touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree
from msgspec import Struct

from publish.house.language.typography import Typography, language_at, typography_of
from publish.model.document import (
    Document,
    Segment,
    TextRun,
    local_name,
    reading_texts,
    run_of,
    text_runs,
)
from publish.model.edition import Edition
from publish.model.lazy_pattern import lazy_pattern

EXEMPT = frozenset(
    "att code constraint content eg egXML email formula gi ident idno pron tag val".split()
)
"""Elements whose characters mean themselves."""

_WORDS = frozenset(
    "foreign term mentioned title hi emph distinct gloss soCalled name persName placeName".split()
)
"""Elements that are words of the sentence around them, in whatever language."""

_QUOTED = lazy_pattern(r"""(["'])[^"']*\1[.,;:!?]?""")

MASK = "\ufffc"

Change = tuple[int, int, str]


class Prose(Struct):
    """A run with its text masked where it must stay, and the typography at each place."""

    run: TextRun
    text: str
    default_language: str

    def typography(self, offset: int) -> Typography:
        """Return the habits of the language in which the character at `offset` stands."""
        segment = self.run.segment_at(offset)
        owner = segment.element.getparent() if segment.is_tail else segment.element
        return typography_of(language_at(owner, self.default_language))

    def renewed(self) -> Prose:
        """Collect the run again once it was edited."""
        run = run_of(self.run.block)
        return Prose(run, _masked(run), self.default_language)

    def surrounding_typography(self, offset: int) -> Typography:
        """Return the habits of the language around foreign words that are quoted as a whole.

        An English sentence quotes a French word in English marks; marks within a French sentence
        are French.
        """
        segment = self.run.segment_at(offset)
        owner = segment.element.getparent() if segment.is_tail else segment.element
        while owner is not None and local_name(owner) in _WORDS and _is_quoted_whole(owner):
            owner = owner.getparent()
        return typography_of(language_at(owner, self.default_language))


def _is_quoted_whole(element: etree._Element) -> bool:
    words = "".join(map(str, element.itertext())).strip()
    return bool(_QUOTED.fullmatch(words))


def any_of(signs: str) -> Callable[[str], bool]:
    """Look for one sign after the other, each in a tenth of the time that a set of them takes."""
    return lambda text: any(sign in text for sign in signs)


def prose(
    document: Document, edition: Edition, interest: Callable[[str], object]
) -> Iterator[Prose]:
    """Yield the runs inside `text` that are of interest, exempt characters masked."""
    for body in reading_texts(document.root):
        for run in text_runs(body):
            if interest(run.text):
                yield Prose(run, _masked(run), edition.book.language)


def _masked(run: TextRun) -> str:
    return "".join(
        MASK * len(segment.text) if _is_exempt(segment) else segment.text
        for segment in run.segments
    )


def _is_exempt(segment: Segment) -> bool:
    node = segment.element.getparent() if segment.is_tail else segment.element
    while node is not None and local_name(node) not in {"p", "l", "text"}:
        if local_name(node) in EXEMPT:
            return True
        node = node.getparent()
    return False
