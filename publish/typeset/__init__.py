"""Turn a styled Document into a Publication: semantic XHTML, notes, contents, index."""

from publish.typeset.assemble import typeset

__all__ = ["typeset"]
