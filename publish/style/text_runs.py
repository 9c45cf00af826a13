"""The stretches of prose that house typography may touch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from publish.house.language.typography import Typography, language_at, typography_of
from publish.model.document import Document, Segment, TextRun, local_name, reading_texts, text_runs
from publish.model.edition import Edition

EXEMPT = frozenset(
    "att code constraint content eg egXML email formula gi ident idno tag val".split()
)
"""Elements whose characters mean themselves."""

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


def prose(document: Document, edition: Edition, interest: re.Pattern[str]) -> Iterator[Prose]:
    """Yield the runs inside `text` in which `interest` is found, exempt characters masked."""
    for body in reading_texts(document.root):
        for run in text_runs(body):
            if interest.search(run.text):
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
