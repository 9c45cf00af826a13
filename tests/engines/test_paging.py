"""Books whose pages are turned as paged reading systems do: not a word falls off any page."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from publish.cli import main
from tests.engines.browser import find_browser, seen_by

SCREENS = ["360x640", "600x800", "768x1024"]
"""A telephone, an e-reader, a tablet."""

MATH = "http://www.w3.org/1998/Math/MathML"


def table(rows: int, columns: int, say: Callable[[int, int], str], *, headed: bool = True) -> str:
    cells = "".join(f"<cell>Column {number}</cell>" for number in range(columns))
    head = f"<row role='label'>{cells}</row>" if headed else ""
    body = "".join(
        "<row>" + "".join(f"<cell>{say(row, c)}</cell>" for c in range(columns)) + "</row>"
        for row in range(rows)
    )
    return f"<table>{head}{body}</table>"


LONG = "and so the text runs on and on " * 150
SUM = "<mo>+</mo>".join(f"<msub><mi>alpha</mi><mn>{number}</mn></msub>" for number in range(30))
LINES = "".join(f"<mtr><mtd><mi>a</mi><mo>=</mo><mn>{n}</mn></mtd></mtr>" for n in range(70))
KINDS = {
    "narrow": table(80, 5, lambda row, c: f"cell {row} of {c}"),
    "wide": table(60, 9, lambda row, c: f"word{row} number {c}"),
    "wider": table(40, 15, lambda row, c: f"measurement {row * c}"),
    "without-heads": table(60, 6, lambda row, c: "Verwaltungsgerichtsbarkeit", headed=False),
    "long-words": table(9, 2, lambda row, c: "Donaudampfschifffahrtsgesellschaftskapitän " * 3),
    "tall-row": table(3, 4, lambda row, c: LONG if c == 1 else "x"),
    "figure": f"<figure><head>A table</head>{table(60, 6, lambda r, c: f'cell {r} {c}')}</figure>",
    "code": "<eg>" + "\n".join(f"line_{n} = call(argument, {n}) # {'_' * 60}" for n in range(90))
    + "</eg>",
    "verse": "<lg>" + "".join(f"<l rend='indent({n % 9})'>Line {n} of a long, long poem</l>"
    for n in range(90)) + "</lg>",
    "gloss": f"<p>Words {table(90, 1, lambda row, c: f'word {row}', headed=False)} behind.</p>",
    "styled": f"<p>A <hi style='display: inline-block'>{LONG}</hi></p><p style='float: left'>{LONG}"
    "</p>" + f"<p style='white-space: nowrap'>{LONG[:300]}</p><p rend='boxed'>{LONG}</p>",
    "formulas": f"<p><formula rend='display'><math xmlns='{MATH}' display='block'><mtable>{LINES}"
    f"</mtable></math></formula></p><p>In the line <formula><math xmlns='{MATH}'>{SUM}</math>"
    "</formula></p>" + r"<p><formula notation='TeX'>\frac{a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r}{2}"
    "</formula></p>",
    "picture": "<figure><graphic url='tall.png'/><head>Tall</head><figDesc>A tower</figDesc>"
    "</figure>",
}  # fmt: skip


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A chapter for each kind of what is longer or wider than a page, unzipped."""
    folder = tmp_path_factory.mktemp("paging")
    Image.new("RGB", (300, 1200), "tan").save(folder / "tall.png")
    chapters = "".join(
        f"<div type='chapter'><head>{name}</head>{kind}</div>" for name, kind in KINDS.items()
    )
    (folder / "book.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Long'
        "</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>"
        f'</fileDesc></teiHeader><text xml:lang="en"><body>{chapters}</body></text></TEI>',
        "utf-8",
    )
    path = folder / "book.epub"
    words = ["epub", str(folder / "book.xml"), "--no-check", "-o", str(path)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(path) as book:
        book.extractall(folder)
    return sorted((folder / "EPUB" / "text").glob("chapter-*.xhtml"))


@pytest.mark.parametrize(
    "size", [SCREENS[0], *(pytest.param(size, marks=pytest.mark.slow) for size in SCREENS[1:])]
)
def test_no_row_and_no_word_is_cut_off(documents: list[Path], size: str) -> None:
    pages = paged(documents, size)
    assert len(pages) == len(KINDS)
    lost = {name: told["cut"][:5] for name, told in zip(KINDS, pages, strict=True) if told["cut"]}
    assert lost == {}
    rows = pages[0]["words"].split("cell ")[1:]
    assert [row.split()[0] for row in rows] == [str(n) for n in range(80) for _ in range(5)]


def paged(documents: list[Path], size: str) -> list[dict[str, Any]]:
    options = ("--browser", find_browser(), "--size", size)
    found: list[dict[str, Any]] = seen_by("page_through.mjs", *options, *documents, seconds=300)
    return found
