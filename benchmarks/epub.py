"""Make the EPUB of a novel with publish, pandoc and calibre in turn; compare time, size, validity.

    python benchmarks/epub.py [--words 25000 100000 400000] [--rounds 3] [--no-calibre]

All three get the same book: publish its TEI, pandoc and calibre the same chapters, paragraphs and
notes as one HTML file, so that neither has TEI to understand. In every round each runs once, one
after the other, and a ratio is of the processor times of two runs of the same round. `edited` is a
run of publish after a word was changed, `unchanged` one after nothing was. EPUBCheck is left out
of the times.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from json import loads
from pathlib import Path
from statistics import median

import pypandoc
from contest import Contender, clocked
from lxml import etree
from novels import novel

from publish.check.epub.machine import machine
from publish.model.document import TEI
from publish.run.cache import FOLDER, Cache

P, HEAD, NOTE, DIV = (f"{{{TEI}}}{name}" for name in ("p", "head", "note", "div"))


def html_of(tei: str) -> str:
    """Write the novel as HTML: chapters with their notes behind them, linked both ways."""
    root = etree.fromstring(tei.encode())
    title = root.findtext(f".//{{{TEI}}}title") or ""
    chapters = "".join(_chapter(div, f"c{n}") for n, div in enumerate(root.iter(DIV)))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="author" content="N. N."></head><body>{chapters}</body></html>'
    )


def _chapter(div: etree._Element, name: str) -> str:
    notes: list[str] = []
    paragraphs = "".join(f"<p>{''.join(_inline(p, notes, name))}</p>" for p in div.iter(P))
    listed = "".join(
        f'<li id="{name}n{n}">{note} <a href="#{name}r{n}">back</a></li>'
        for n, note in enumerate(notes, start=1)
    )
    behind = f"<ol>{listed}</ol>" if notes else ""
    return f"<h1>{escape(div.findtext(HEAD) or '')}</h1>{paragraphs}{behind}"


def _inline(paragraph: etree._Element, notes: list[str], name: str) -> Iterator[str]:
    yield escape(paragraph.text or "")
    for note in paragraph.iter(NOTE):
        notes.append(escape(note.text or ""))
        n = len(notes)
        yield f'<sup><a id="{name}r{n}" href="#{name}n{n}">{n}</a></sup>{escape(note.tail or "")}'


def contenders(folder: Path, words: int, *, with_calibre: bool) -> list[Contender]:
    """Write the novel into a folder, and say how each makes a book of it; publish comes first."""
    tei, html, cache = folder / "novel.xml", folder / "novel.html", folder / "cache"
    text = novel(words)
    edited = text.replace("<p>The ", "<p>That ", 1)
    tei.write_text(text, "utf-8")
    html.write_text(html_of(text), "utf-8")
    os.environ[FOLDER] = str(cache)
    ours = [sys.executable, "-m", "publish", "epub", str(tei), "--no-check", "-o"]

    def way(name: str, command: list[str], ready: Callable[[], object]) -> Contender:
        output = folder / f"{name}.epub"
        return Contender(name, [*command, str(output)], output, ready)

    pandoc = [pypandoc.get_pandoc_path(), str(html), "--toc", "--split-level=1", "-o"]
    found = [
        way("publish", ours, lambda: shutil.rmtree(cache, ignore_errors=True)),
        way("edited", ours, lambda: tei.write_text(edited, "utf-8")),
        way("unchanged", ours, lambda: None),
        way("pandoc", pandoc, lambda: tei.write_text(text, "utf-8")),
    ]
    calibre = shutil.which("ebook-convert")
    if calibre and with_calibre:
        found.append(way("calibre", [calibre, str(html)], lambda: None))
    return found


def messages(book: Path) -> str:
    """Count what EPUBCheck has against a book: fatal errors and errors, and warnings."""
    report, _ = machine(Cache()).check(book.read_bytes())
    found = [message["severity"] for message in loads(report)["messages"]]
    errors = sum(severity in {"FATAL", "ERROR"} for severity in found)
    return f"{errors} / {found.count('WARNING')}"


def compare(words: int, rounds: int, *, with_calibre: bool) -> Iterator[str]:
    """Give the rows of the table for a novel of so many words."""
    with tempfile.TemporaryDirectory() as name:
        ways = contenders(Path(name), words, with_calibre=with_calibre)
        runs = [[clocked(way) for way in ways] for _ in range(rounds)]
        for way, taken in zip(ways, zip(*runs, strict=True), strict=True):
            ratio = median(one.cpu / row[0].cpu for one, row in zip(taken, runs, strict=True))
            wall, cpu = median(one.wall for one in taken), median(one.cpu for one in taken)
            size = way.output.stat().st_size // 1000
            yield (
                f"| {words:,} | {way.name} | {wall:.2f} s | {cpu:.2f} s | {ratio:.2f} |"
                f" {size:,} kB | {messages(way.output)} |"
            )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--words", type=int, nargs="+", default=[25_000, 100_000, 400_000])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--no-calibre", action="store_true")
    asked = options.parse_args()
    print("| words | made by | time | processor | / publish | size | errors / warnings |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for words in asked.words:
        for row in compare(words, asked.rounds, with_calibre=not asked.no_calibre):
            print(row, flush=True)


if __name__ == "__main__":
    main()
