"""Get a process ready for layout in the shortest time: WeasyPrint imported, house sheets parsed.

The hint is the language that the book is likely to be in.
"""

import os

from publish.engine.declarations import declare
from publish.engine.deferred import deferred
from publish.run.processes import HINT

with deferred():
    declare()
    from publish.engine.resources import parse_house_sheets, read_hyphens
    from publish.write.pdf.layout import division  # noqa: F401

parse_house_sheets()
read_hyphens(os.environ.get(HINT, ""))
