"""Turn a styled Document into a Publication: semantic XHTML, notes, contents, index."""

from publish.typeset.assemble import typeset
from publish.typeset.kinds import Taken, taken_for

__all__ = ["Taken", "taken_for", "typeset"]
