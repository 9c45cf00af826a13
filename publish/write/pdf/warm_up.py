"""Get a process ready for layout in the shortest time: WeasyPrint imported, house sheets parsed.

The hint is the language that the book is likely to be in.
"""

import gc
import os
from contextlib import suppress

from publish.engine.deferred import deferred
from publish.model.finding import MachineError
from publish.run.processes import HINT

gc.disable()  # until there is work: nothing that is read here is garbage
with suppress(MachineError, OSError), deferred():  # which is told where something is to be laid out
    import uharfbuzz  # noqa: F401

    from publish.engine import parse_house_sheets, read_hyphens, reopen_resources, teach
    from publish.house.fonts import text_family
    from publish.house.language.typography import typography_of
    from publish.model.lazy_pattern import compile_patterns
    from publish.run.cache import Cache
    from publish.write.pdf.layout import division, known_words  # noqa: F401
    from publish.write.pdf.layout.last_inputs import last_inputs

    teach()
    parse_house_sheets()
    read_hyphens(os.environ.get(HINT, ""))
    typography_of(os.environ.get(HINT, ""))
    text_family().covers()
    compile_patterns()
    if inputs := last_inputs(Cache.of_user()):
        reopen_resources(inputs)
