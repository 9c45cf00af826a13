"""Publish TEI manuscripts as EPUB 3 and press-ready PDF.

Imports go down only: from `cli` to `pipeline`, which tells how a book is made; to the rooms
(`read`, `revise`, `style`, `typeset`, `write`, `check`, `load`, `look`), none of which knows
another; and to what serves them all: `engine` (the only door to WeasyPrint), `house` (what the
press owns and knows), `run` (files, processes, the cache) and `model` (what all speak of).
"""

import sys

__version__ = "0.6.0.dev0"

FRAMES = 5_000
"""How many calls may wait for one another: the page engine and our own walks call themselves some
dozen times for each element that stands in another, and Python's 1,000 end before the reader's
bound of nested elements (`read/parse.py`) does."""

sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))
