"""Lay out a novel with publish, plain WeasyPrint and others in turn; compare time, memory, pages.

    python benchmarks/pdf.py [--words 100000] [--rounds 3] [--only publish weasyprint ...]

Plain WeasyPrint gets the same elements and looks as one HTML file (single.py), ready made: publish
also reads the TEI, typesets it and checks the finished file. Chromium and Vivliostyle get the same
file; typst, LuaLaTeX and FOP the same chapters, paragraphs and notes in their own language. In
every round each runs once, one after the other; a ratio is of two runs of the same round, by the
clock, since publish works on all cores. Who is not installed is left out.

`edited` is a run of publish after one word of one chapter was changed, `longer` one after that
chapter has grown by a page, `unchanged` one after nothing was.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psutil
import pypdfium2
from contest import Contender, Run, clocked, start
from novels import novel
from rivals import fo_of, latex_of, typst_of
from single import write_single

from publish.run.cache import FOLDER

GROWTH = "A sentence that makes its chapter longer than it was before. " * 40


def contenders(folder: Path, words: int) -> list[Contender]:
    """Write the novel in every form into a folder; say how each makes pages of it."""
    tei, cache = folder / "novel.xml", folder / "cache"
    text = novel(words)
    middle = text.index("<p>", len(text) // 2)
    edited = text[: middle + 3] + "Anew " + text[middle + 3 :]
    longer = text[: middle + 3] + GROWTH + text[middle + 3 :]
    tei.write_text(text, "utf-8")
    html = write_single(tei, folder)
    (folder / "novel.typ").write_text(typst_of(text), "utf-8")
    (folder / "novel.tex").write_text(latex_of(text), "utf-8")
    (folder / "novel.fo").write_text(fo_of(text), "utf-8")
    os.environ[FOLDER] = str(cache)
    output = folder / "publish.pdf"
    ours = [sys.executable, "-m", "publish", "pdf", str(tei), "-o", str(output)]

    def forget() -> None:
        tei.write_text(text, "utf-8")
        shutil.rmtree(cache, ignore_errors=True)

    plain = [str(Path(sys.executable).with_name("weasyprint")), "--pdf-tags", str(html)]
    ways = [
        Contender("publish", ours, output, forget),
        Contender("edited", ours, output, lambda: tei.write_text(edited, "utf-8")),
        Contender("longer", ours, output, lambda: tei.write_text(longer, "utf-8")),
        Contender("unchanged", ours, output, lambda: None),
        *(
            Contender(name, [*command, *([str(pdf)] if names_output else [])], pdf, lambda: None)
            for name, command, pdf, names_output in (
                ("weasyprint", plain, folder / "weasyprint.pdf", True),
                *_rivals(folder, html),
            )
        ),
    ]
    return [way for way in ways if shutil.which(way.command[0])]


def _rivals(folder: Path, html: Path) -> Iterator[tuple[str, list[str], Path, bool]]:
    typst = [sys.executable, str(Path(__file__).with_name("rivals.py")), str(folder / "novel.typ")]
    yield "typst", typst, folder / "typst.pdf", True
    chromium = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--print-to-pdf={folder / 'chromium.pdf'}", html.as_uri(),
    ]  # fmt: skip
    yield "chromium", chromium, folder / "chromium.pdf", False
    browser = shutil.which("chromium") or "chromium"
    vivliostyle = ["vivliostyle", "build", str(html), "--executable-browser", browser, "-o"]
    yield "vivliostyle", vivliostyle, folder / "vivliostyle.pdf", True
    lualatex = ["lualatex", f"-output-directory={folder}", "-interaction=batchmode"]
    twice = ["sh", "-c", f"{' '.join([*lualatex, str(folder / 'novel.tex')])} && "
             f"{' '.join([*lualatex, str(folder / 'novel.tex')])}"]  # fmt: skip
    if shutil.which("lualatex"):
        yield "lualatex, twice", twice, folder / "novel.pdf", False
    yield (
        "fop",
        ["fop", str(folder / "novel.fo"), str(folder / "fop.pdf")],
        folder / "fop.pdf",
        False,
    )


def peak_mb(contender: Contender) -> float:
    """Run once more and watch the memory of the program and all its children (PSS)."""
    process = start(contender)
    peak, ended = 0, threading.Event()
    root = psutil.Process(process.pid)
    while process.poll() is None:
        total = 0
        with contextlib.suppress(psutil.Error):
            for one in [root, *root.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    total += one.memory_full_info().pss
        peak = max(peak, total)
        ended.wait(0.1)
    return peak / 1_000_000


def page_ends(pdf: Path) -> list[str]:
    """Give the last full line of each page that has text."""
    ends = []
    for page in pypdfium2.PdfDocument(pdf):
        lines = [line for line in page.get_textpage().get_text_range().splitlines() if line]
        ends += [line for line in lines if len(line) > 40][-1:]
    return ends


def compare(words: int, rounds: int, only: list[str]) -> Iterator[str]:
    """Give the rows of the table for a novel of so many words."""
    with tempfile.TemporaryDirectory() as name:
        ways = [way for way in contenders(Path(name), words) if not only or way.name in only]
        runs: list[list[Run]] = [[clocked(way) for way in ways] for _ in range(rounds)]
        against = next((i for i, way in enumerate(ways) if way.name == "weasyprint"), 0)
        ends: dict[str, list[str]] = {}
        for way, taken in zip(ways, zip(*runs, strict=True), strict=True):
            ratio = median(
                row[against].wall / one.wall for one, row in zip(taken, runs, strict=True)
            )
            wall, cpu = median(one.wall for one in taken), median(one.cpu for one in taken)
            memory = peak_mb(way)
            pages = len(pypdfium2.PdfDocument(way.output))
            ends[way.name] = page_ends(way.output)
            size = way.output.stat().st_size // 1000
            yield (
                f"| {way.name} | {wall:.2f} s | {cpu:.2f} s | {ratio:.2f} | {pages / wall:.0f} |"
                f" {memory:.0f} MB | {pages} | {size:,} kB |"
            )
        if "weasyprint" in ends and "publish" in ends:
            same = len(set(ends["publish"]) & set(ends["weasyprint"]))
            yield f"\n{same} of {len(set(ends['weasyprint']))} pages of plain WeasyPrint end alike."


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--words", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--only", nargs="+", default=[])
    asked = options.parse_args()
    print("| made by | time | processor | times as fast as WeasyPrint | pages/s | memory |"
          " pages | size |")  # fmt: skip
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in compare(asked.words, asked.rounds, asked.only):
        print(row, flush=True)


if __name__ == "__main__":
    main()
