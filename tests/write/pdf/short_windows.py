"""Windows so short that a small book has some of them, also in processes that read this first."""

import os

from publish.run.processes import HINT
from publish.write.pdf.layout import in_windows, windows

LONG, WINDOW = 1, 16_000
ASKED = "short windows"

if os.environ.get(HINT) == ASKED:
    windows.LONG, in_windows.WINDOW = LONG, WINDOW
