"""A newspaper in print: articles run on in columns, each headline in its own."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
from lxml import etree
from PIL import Image

from publish import pipeline

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text type="newspaper"><body><div>'
MASTHEAD = "<div type='masthead'><head>Courant</head><p>No. 12. Price twopence.</p></div>"
NEWS = "The ship arrived on Tuesday last from Bristol, six weeks upon the voyage, with goods. "
MIDDLE = 198.0
"""Points: of the house's page of 5.5 inches."""


def headlines(folder: Path, **settings: object) -> dict[str, list[tuple[float, float]]]:
    """Print six articles; return where the first letters of words that begin headlines are."""
    articles = "".join(
        f"<div type='article'><head>Headline{number}</head><p>{NEWS * 9}</p></div>"
        for number in range(6)
    )
    source, output = folder / "news.xml", folder / "news.pdf"
    source.write_text(f"{HEAD}{MASTHEAD}{articles}</div></body></text></TEI>", "utf-8")
    build = pipeline.prepare(source, {"print": settings})
    pipeline.build_output(build, pipeline.Progress(), "press")
    output.write_bytes(build.outputs[-1].data)
    said = subprocess.run(["pdftotext", "-bbox", output, "-"], capture_output=True, check=True)
    found: dict[str, list[tuple[float, float]]] = {}
    for page in etree.fromstring(said.stdout).iter("{*}page"):
        words = list(page.iter("{*}word"))
        is_of_contents = any(word.text == "Contents" for word in words)
        for word in () if is_of_contents else words:
            text = word.text or ""
            if text.startswith(("Headline", "Courant")):
                place = float(word.get("xMin", 0)), float(word.get("xMax", 0))
                found.setdefault(text, []).append(place)
    return found


def test_headlines_stand_over_their_column_and_the_masthead_over_all(tmp_path: Path) -> None:
    found = headlines(tmp_path)
    sides = {right < MIDDLE for n in range(6) for _, right in found[f"Headline{n}"]}
    assert sides == {True, False}, "some left, some right"
    assert all(
        right < MIDDLE or left > MIDDLE for n in range(6) for left, right in found[f"Headline{n}"]
    )
    assert any(left < MIDDLE < right for left, right in found["Courant"])


def test_a_newspaper_in_one_column_has_its_headlines_in_the_middle(tmp_path: Path) -> None:
    found = headlines(tmp_path, newspaper_columns=1)
    assert all(left < MIDDLE < right for n in range(6) for left, right in found[f"Headline{n}"])


def test_the_rule_is_between_the_columns_from_right_to_left_too(tmp_path: Path) -> None:
    words = "הספינה הגיעה מבריסטול ביום שלישי שעבר לאחר שישה שבועות של הפלגה. " * 60
    source, output = tmp_path / "news.xml", tmp_path / "news.pdf"
    begin = HEAD.replace("<text ", "<text xml:lang='he' ")
    article = f"<div type='article'><head>חדשות</head><p>{words}</p></div>"
    source.write_text(f"{begin}{article}</div></body></text></TEI>", "utf-8")
    build = pipeline.prepare(source)
    pipeline.build_output(build, pipeline.Progress(), "press")
    output.write_bytes(build.outputs[-1].data)
    with pikepdf.open(output) as made:
        pages = len(made.pages)
    rules = [x for page in range(1, pages + 1) for x in _rules(output, page)]
    assert rules, "there is a rule"
    assert all(abs(x - MIDDLE) < 30 for x in rules)


def _rules(output: Path, page: int) -> list[float]:
    """Give the places, in points, where a line runs down most of a page."""
    place = ["-f", str(page), "-l", str(page), "-singlefile", "-gray", "-r", "144"]
    said = subprocess.run(["pdftoppm", *place, output], capture_output=True, check=True)
    image = Image.open(BytesIO(said.stdout)).point(lambda light: 255 * (light < 245))
    inked = image.resize((image.width, 1), Image.Resampling.BOX).tobytes()
    return [x / 2 for x, share in enumerate(inked) if share > 255 * 0.6]
