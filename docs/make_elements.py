"""Write docs/elements/ anew from publish/read/elements.toml and element_examples.txt: `make docs`.

A page for each element, an index of them, and the RELAX NG that editors of XML can use. What the
pages say of an example is what typesetting makes of it now.
"""

from __future__ import annotations

import sys
from pathlib import Path

from publish.read.elements import Element, data_elements, elements
from publish.read.relax_ng import relax_ng_text

sys.path.insert(0, str(Path(__file__).parent))
from element_examples import example_of, outcome  # the folder is no package

FOLDER = Path(__file__).parent / "elements"
GUIDELINES = "https://tei-c.org/release/doc/tei-p5-doc/en/html"
INTRODUCTION = """\
Made by `make docs` from publish/read/elements.toml and docs/element_examples.txt; change those and
not these pages. Each page has an example, and what typesetting makes of it: the XHTML of the EPUB,
from which the PDF is set as well.

`publish check` tells which elements stand where TEI P5 does not have them (REA-080, REA-081).
Elements that are not listed are shown through what is inside them, with one warning for each name
(TYP-001).

For editors of XML: [publish.rng](publish.rng), by
`<?xml-model href="publish.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>`.
"""
OTHERWISE = "As the words around it."
FEW = 12
"""Entries of a list that is not folded."""


def pages() -> dict[str, str]:
    """Give the content of each file of docs/elements/ by its name."""
    files = {f"{element.name}.md": page(element) for element in elements().values()}
    files["README.md"] = index()
    files["publish.rng"] = relax_ng_text()
    return files


def page(element: Element) -> str:
    """Write the page on one element."""
    chapter = f", chapter {element.chapter}" if element.chapter else ""
    holders = [other.name for other in elements().values() if element.name in other.holds]
    inside = (["words"] if element.text else []) + names(sorted(element.holds))
    return "\n\n".join(
        [
            f"# `<{element.name}>` {element.title}",
            element.shown or OTHERWISE,
            *example(element.name),
            f"**Guidelines:** [TEI P5{chapter}]({GUIDELINES}/ref-{element.name}.html)",
            folded("May hold", inside, "nothing"),
            folded("May stand in", names(sorted(holders)), "nothing: it is the root") + "\n",
        ]
    )


def example(name: str) -> list[str]:
    """Write an element's example and what becomes of it."""
    shown = example_of(name)
    xhtml, codes = outcome(shown)
    became = f"becomes\n\n```html\n{xhtml}\n```" if xhtml else "is shown nowhere."
    told = ", ".join(f"[{code}](../findings/{code}.md)" for code in codes)
    return [f"```xml\n{shown.tei}\n```", became, *([f"and is told: {told}."] if told else [])]


def folded(what: str, entries: list[str], none: str) -> str:
    """Write a list that is seen when it is asked for, where it is long."""
    if len(entries) <= FEW:
        return f"**{what}:** {', '.join(entries) or none}"
    elements_and_words = f"{len(entries) - ('words' in entries)} elements"
    elements_and_words += " and words" if "words" in entries else ""
    summary = f"<summary><b>{what}</b> {elements_and_words}</summary>"
    return f"<details>{summary}\n\n{', '.join(entries)}\n\n</details>"


def index() -> str:
    """Write the table of all elements."""
    rows = [
        f"| [`{element.name}`]({element.name}.md) | {element.title} | "
        f"{element.shown or OTHERWISE} |"
        for element in sorted(elements().values(), key=lambda element: element.name.lower())
    ]
    return "\n".join(
        [
            "# Elements and how they are shown\n",
            INTRODUCTION,
            "Data that no book shows (TYP-003), or only through its words: "
            f"{', '.join(names(sorted(data_elements())))}.\n",
            "| element | is | shown |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


def names(elements: list[str]) -> list[str]:
    """Set names of elements as code."""
    return [f"`{name}`" for name in elements]


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, content in pages().items():
        (FOLDER / name).write_text(content, "utf-8")
