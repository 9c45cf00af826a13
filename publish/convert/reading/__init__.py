"""The readers, one for each kind of source: what they hand on is a Manuscript of bare blocks."""
