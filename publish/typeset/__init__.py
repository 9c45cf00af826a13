"""Turn a styled Document into a Publication: semantic XHTML, notes, contents, index."""
