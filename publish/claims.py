"""From evidence to claims: finished files are judged, and say of themselves what is proved.

`check/access` judges, the writers write; neither knows the other. A claim is the same in EPUB, PDF
and the shop's record, since all of them are given the one that the evidence carries.
"""

from __future__ import annotations

from publish.model.access import Assessment
from publish.model.edition import Edition


def assess_epub(data: bytes, edition: Edition) -> Assessment:
    """Judge a finished EPUB by its checks and by the editor's answers."""
    from publish.check.access.assess import assess

    return assess(data, edition.answers, has_own_cover=bool(edition.cover.image))
