"""What an edition puts behind its text: the index of its terms, the list of corrections."""

from __future__ import annotations

from publish.document import Document
from publish.edition import Edition
from publish.publication import Part
from publish.typeset.corrections import corrections_part
from publish.typeset.render import Typesetter


def back_parts(
    body: list[Part], typesetter: Typesetter, document: Document, edition: Edition
) -> list[Part]:
    """Make the parts at the back, in the order of Chicago 1.4."""
    found = corrections_part(body, document.resolutions, typesetter.names, edition)
    return [part for part in (found,) if part is not None]
