"""What an edition puts behind its text: the index of its terms, the list of corrections."""

from __future__ import annotations

from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.publication import Part
from publish.typeset.back_index import index_parts
from publish.typeset.corrections import corrections_part
from publish.typeset.index_pointers import check_index_pointers
from publish.typeset.render import Typesetter


def back_parts(
    body: list[Part], typesetter: Typesetter, document: Document, edition: Edition
) -> list[Part]:
    """Make the parts at the back, in the order of Chicago 1.4: the index is the last."""
    out = typesetter.out
    corrections = corrections_part(body, document.resolutions, out.ids, edition)
    out.findings += check_index_pointers(out.index_terms, edition.book.language)
    indexes = index_parts(out.index_terms, body, out.ids, edition)
    return [*([corrections] if corrections is not None else []), *indexes]
