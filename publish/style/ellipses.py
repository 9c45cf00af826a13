"""Set three points as one ellipsis character."""

from __future__ import annotations

from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding
from publish.model.lazy_pattern import lazy_pattern
from publish.style.text_runs import prose

THREE = lazy_pattern(
    r"(?<!\.)(?<!\.[ \u00a0])(\.?)(\.\.\.|\. \. \.|\.\u00a0\.\u00a0\.)(?![ \u00a0]?\.)"
)
_TWO = lazy_pattern(r"\.[ \u00a0]?\.")


def set_ellipses(document: Document, edition: Edition) -> list[Finding]:
    """Set `...` and `. . .` as an ellipsis; a fourth point before it stays (Chicago 13.53).

    Longer rows of points are leaders or mark lost text; they stay as they are.
    """
    if not edition.style.ellipses:
        return []
    for piece in prose(document, edition, _TWO.search):
        piece.run.edit((match.start(2), match.end(2), "…") for match in THREE.finditer(piece.text))
    return []
