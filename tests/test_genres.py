"""Documents of many kinds, of third parties: inscriptions, speech, dictionaries, catalogues.

Each gives a book, whatever of TEI it is made with; not one of its words is lost.
"""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from publish import pipeline
from publish.check.epub import check_epubs
from publish.model.document import local_name, tei
from publish.model.finding import Severity
from publish.read import read_book

ROOT = Path(__file__).parent.parent
GENRES = Path(os.environ.get("PUBLISH_GENRES", ROOT.parent / "shared" / "genres"))
TEXT_KEPT = GENRES.parent / "tools" / "text_kept.py"
LONG_BYTES = 60_000
MEASURED_AS_LOST = {
    "ISic000249": {"au"},
    "DHARMA_INSPallava00077": set(
        "ss mma etu dhi ellai iramaiyum kosthagarina srinandipotaraajabhakti "
        "varmmavisnusimhaprabhrtayassatrudhumaketavo "
        "yuvatijanahrdayaharinavagurayamanavapuh".split()
    ),
    "BNP_E3_144G-1-a-13": {"enx"},
    "tei_jtei": {"transfers"},
}
"""Pieces of words that the measure takes for words, each looked up on its page.

It takes what is erased (`del`) for nothing, where an inscription shows it between brackets, and
`reg` for the text, where an inscription keeps the stone's letters and lists the reading below.
It parts `<abbr>A</abbr><ex>u</ex>`, does not know letters in the braces of `<surplus>` ("{m}ma",
"{s}s", "etut{e}tu") nor markup shown as such ("<gi>transfer</gi>s"), and takes the two sides of a
mark in the margin for one word ("en- x carrega-se").
"""

NOT_MEASURED = {"am-233a-fol-sample", "ParlaMint-TR_T27-tbmm-2018-07-07.ana"}
"""Words at three levels, of which one is read; words in pieces that `@join` closes up."""

HIDDEN = frozenset("sic orig abbr del note fw gap certainty respons surrogates figDesc".split())


def documents() -> Iterator[object]:
    paths = [p for p in sorted(GENRES.glob("*/*")) if p.suffix in {".xml", ".odd"}]
    for path in paths:
        marks = [pytest.mark.slow] if path.stat().st_size > LONG_BYTES else []
        yield pytest.param(path, id=path.parent.name, marks=marks)
    if not paths:
        reason = f"no documents at {GENRES}; set PUBLISH_GENRES to their folder"
        yield pytest.param(None, marks=pytest.mark.skip(reason=reason))


every_document = pytest.mark.parametrize("path", list(documents()))


@functools.cache
def made(path: Path, purpose: str) -> bytes:
    build = pipeline.prepare(path)
    pipeline.build_all(build, pipeline.Progress(), [purpose], check=False)
    errors = [str(f) for f in build.findings if f.severity is Severity.ERROR]
    assert not errors and build.outputs, errors
    return build.outputs[0].data


def lost(path: Path, output: Path) -> set[str]:
    if not TEXT_KEPT.is_file():
        pytest.skip(f"the measure of kept text is not at {TEXT_KEPT}")
    command = [sys.executable, TEXT_KEPT, path, output, "--show", "20"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^ +\d+ x (\S+)$", said, re.MULTILINE))


@every_document
def test_every_word_reaches_the_epub(path: Path, tmp_path: Path) -> None:
    if path.stem in NOT_MEASURED:
        pytest.skip("the measure counts the levels and the pieces of a word as words")
    output = tmp_path / "book.epub"
    output.write_bytes(made(path, "epub"))
    assert lost(path, output) <= MEASURED_AS_LOST.get(path.stem, set())


@pytest.mark.slow
@every_document
def test_a_pdf_is_made(path: Path) -> None:
    assert made(path, "screen").startswith(b"%PDF")


@every_document
def test_what_stands_in_for_a_text_is_in_the_book(path: Path) -> None:
    """The measure counts the words of `text` in the file; these have them elsewhere."""
    document, _, findings = read_book(path)
    if not {"REA-022", "REA-123"} & {finding.code for finding in findings}:
        pytest.skip("the document has a text")
    body = next(document.root.iter(tei("body")))
    with zipfile.ZipFile(BytesIO(made(path, "epub"))) as box:
        pages = [etree.fromstring(box.read(n)) for n in box.namelist() if n.endswith(".xhtml")]
    shown = squeezed(" ".join("".join(map(str, page.itertext())) for page in pages))
    missing = [words for words in shown_runs(body) if squeezed(words) not in shown]
    assert missing == []


def shown_runs(element: etree._Element) -> Iterator[str]:
    """List the runs of words that the corrected view shows."""
    if local_name(element) and local_name(element) not in HIDDEN:
        yield element.text or ""
        for child in element:
            yield from shown_runs(child)
            yield child.tail or ""


def squeezed(words: str) -> str:
    return "".join(c for c in words if unicodedata.category(c)[0] in "LN")


@pytest.mark.slow
def test_epubcheck_has_nothing_to_say() -> None:
    paths = [p for p in sorted(GENRES.glob("*/*")) if p.suffix in {".xml", ".odd"}]
    if not paths:
        pytest.skip(f"no documents at {GENRES}")
    found = check_epubs({f"{path.parent.name}.epub": made(path, "epub") for path in paths})
    assert {name: [str(f) for f in findings] for name, findings in found.items() if findings} == {}
