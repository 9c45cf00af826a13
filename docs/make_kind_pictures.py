"""Make docs/images/kinds/NAME.png: pages of small texts of each kind, side by side.

Not part of `make docs`. Run it where the looks of a kind have changed:
`.venv/bin/python docs/make_kind_pictures.py [NAME ...]`. What is drawn lies in docs/kinds/samples/:
NAME.xml, and NAME.toml with `pages` (counted from 1) and what its edition.toml would say.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pypdfium2
from PIL import Image

from publish import pipeline

ROOT = Path(__file__).parent
SAMPLES = ROOT / "kinds" / "samples"
PICTURES = ROOT / "images" / "kinds"
HEIGHT_PX = 700
GAP_PX = 6
GREYS = 32


def main() -> None:
    """Draw the samples that are named, or all of them."""
    names = sys.argv[1:] or sorted(path.stem for path in SAMPLES.glob("*.toml"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in names:
        choices = tomllib.loads((SAMPLES / f"{name}.toml").read_text("utf-8"))
        numbers = choices.pop("pages")
        build = pipeline.prepare(SAMPLES / f"{name}.xml", choices)
        pipeline.build_output(build, pipeline.Progress(), "screen")
        pages = pypdfium2.PdfDocument(build.outputs[-1].data)
        drawn = [drawn_page(pages[number - 1]) for number in numbers]
        side_by_side(drawn).save(PICTURES / f"{name}.png", optimize=True)


def drawn_page(page: pypdfium2.PdfPage) -> Image.Image:
    """Draw one page in greys."""
    image = page.render(scale=HEIGHT_PX / page.get_height()).to_pil()
    return image.convert("L")


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """Put pages beside each other, on a ground that shows their edges."""
    width = sum(page.width for page in pages) + GAP_PX * (len(pages) + 1)
    made = Image.new("L", (width, HEIGHT_PX + 2 * GAP_PX), 200)
    left = GAP_PX
    for page in pages:
        made.paste(page, (left, GAP_PX))
        left += page.width + GAP_PX
    return made.quantize(GREYS)


if __name__ == "__main__":
    main()
