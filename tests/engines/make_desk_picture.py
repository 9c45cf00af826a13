"""Make docs/images/desk.png, the proof desk at work on a book with slips and scans of its pages.

Not part of `make docs`: it needs Chromium, and draws as that does. Run it where the looks of the
desk have changed: `.venv/bin/python -m tests.engines.make_desk_picture`.
"""

from __future__ import annotations

import io
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.engines.browser import seen_at_look
from tests.engines.test_errata_day import ask_readers, print_book

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "desk.png"
COLOURS = 96
"""Of the palette: text in greys, a dark red, an amber, a green."""


def main() -> None:
    """Print a book with slips, file what readers have marked, and take the picture."""
    with TemporaryDirectory() as name, chdir(name):
        home = Path("october")  # the desk names files from here
        home.mkdir()
        ask_readers(print_book(home))
        shot = Path(name) / "desk.png"
        seen_at_look(home, "picture_desk.mjs", shot, seconds=300)
        whole = Image.open(shot).convert("RGB")
        few = whole.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    PICTURE.write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
