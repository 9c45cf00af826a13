"""Make docs/images/outputs.png, the wide picture of the README: a spread, a phone, `look`, a slip.

Not part of `make docs`: it needs Chromium, and draws as that does. Run it where the looks of the
first book have changed: `.venv/bin/python docs/make_picture.py`.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "images" / "outputs.png"
WIDTH_PX, HEIGHT_PX = 1600, 620
COLOURS = 96
"""Of the palette: text in greys, and one dark red."""

SPREAD = (15, 16)
"""Pages of the press PDF, counted from 0: a page of text, and the opening of a chapter."""

CHAPTER = "EPUB/text/chapter-03.xhtml"
SETTLING_S = 10
"""Seconds in which `look` builds and shows the book."""

PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
* { margin: 0; box-sizing: border-box; }
body { width: 1600px; height: 620px; background: #e4e0d8; position: relative; overflow: hidden; }
body > * { position: absolute; box-shadow: 0 3px 14px rgba(0, 0, 0, .28); }
.page { top: 40px; height: 540px; background: white; }
.phone { left: 762px; top: 40px; width: 266px; height: 540px; border: 9px solid #17171a;
  border-radius: 34px; background: white; overflow: hidden; }
.phone iframe { border: 0; width: 390px; height: 820px; transform: scale(.636);
  transform-origin: 0 0; }
.look { left: 1062px; top: 40px; width: 498px; border-radius: 5px; }
.slip { left: 1112px; top: 384px; width: 398px; height: 196px; overflow: hidden;
  background: white; }
.slip img { width: 100%; margin-top: -104px; }
</style>
<img class="page" style="left: 40px" src="left.png">
<img class="page" style="left: 389px" src="right.png">
<div class="phone"><iframe src="book/CHAPTER"></iframe></div>
<img class="look" src="look.png"><div class="slip"><img src="slip.png"></div>
"""


def main() -> None:
    """Build the first book in a folder of its own, and take its pictures there."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "manuscript", folder / "manuscript")
        record_without_errata(folder)
        (pdf,) = (folder / "dist").glob("*-press.pdf")
        (epub,) = (folder / "dist").glob("*.epub")
        for name, page in zip(("left", "right"), SPREAD, strict=True):
            draw(pdf, page, folder / f"{name}.png")
        draw(folder / "slip.pdf", 0, folder / "slip.png")
        unpack(epub, folder / "book")
        look(folder)
        (folder / "page.html").write_text(PAGE.replace("CHAPTER", CHAPTER), "utf-8")
        shoot((folder / "page.html").as_uri(), folder / "all.png", WIDTH_PX, HEIGHT_PX)
        save(folder / "all.png")


def record_without_errata(folder: Path) -> None:
    """Record a printing that has all errors, then build the corrected book, and its slip."""
    errata = folder / "manuscript" / "errata.toml"
    corrected = errata.read_text("utf-8")
    errata.write_text(corrected.replace('"verified"', '"reported"'), "utf-8")
    publish("build", folder, "--record", "1")
    since = re.sub(r'(status = "verified")', r'\1\nsince = "1"', corrected)
    errata.write_text(since, "utf-8")
    publish("errata", "sheet", folder, "--since", "1", "-o", folder / "slip.pdf")
    publish("build", folder)


def publish(*words: object) -> None:
    """Run a command of ours."""
    command = [str(Path(sys.executable).with_name("publish")), *map(str, words)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def draw(pdf: Path, page: int, picture: Path) -> None:
    """Draw a page at twice the size at which it is shown; of a press's, within its trim."""
    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        left, bottom, right, top = sheet.get_trimbox()
        sheet.set_cropbox(left, bottom, right, top)
        sheet.render(scale=2).to_pil().convert("L").save(picture)


def unpack(epub: Path, folder: Path) -> None:
    """Unpack an EPUB, and leave a phone's margins round its text."""
    with zipfile.ZipFile(epub) as book:
        book.extractall(folder)
    chapter = folder / CHAPTER
    margins = "<style>body { margin: 44px 26px !important; font-size: 19px }</style></head>"
    chapter.write_text(chapter.read_text("utf-8").replace("</head>", margins, 1), "utf-8")


def look(folder: Path) -> None:
    """Take a picture of the page of `publish look`."""
    command = [str(Path(sys.executable).with_name("publish")), "look", str(folder), "--no-browser"]
    with subprocess.Popen(
        [*command, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().strip()  # with the key that opens it
            time.sleep(SETTLING_S)
            shoot(address, folder / "look.png", 1400, 900)
        finally:
            server.terminate()


def shoot(address: str, picture: Path, width_px: int, height_px: int) -> None:
    """Have Chromium draw a page."""
    subprocess.run(
        [
            shutil.which("chromium") or "google-chrome", "--headless", "--no-sandbox",
            "--disable-gpu", "--hide-scrollbars", f"--window-size={width_px},{height_px}",
            "--virtual-time-budget=15000", "--allow-file-access-from-files",
            f"--screenshot={picture}", address,
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def save(picture: Path) -> None:
    """Write the picture with few colours, so that it is light."""
    out = io.BytesIO()
    few = Image.open(picture).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    PICTURE.write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
