"""Get a process ready for layout in the shortest time: WeasyPrint imported, house sheets parsed.

The hint is the language that the book is likely to be in.
"""

import os

from publish.processes import HINT
from publish.write.pdf.engine.declarations import declare
from publish.write.pdf.engine.deferred import deferred

with deferred():
    declare()
    from publish.write.pdf.laying import gathering  # noqa: F401
    from publish.write.pdf.laying.stock import parse_house_sheets, read_hyphens

parse_house_sheets()
read_hyphens(os.environ.get(HINT, ""))
