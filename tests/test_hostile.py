"""Strangers' manuscripts (docs/security.md): whatever is in them ends in a book or in findings."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from publish import pipeline
from publish.cli.findings_json import bounded_findings
from publish.model.finding import Finding, PublishError, error, warning
from publish.model.progress import Progress
from publish.model.request import READING, TRUST
from publish.run.cache import Cache
from publish.write.pdf.prepare.setting.endless_words import part_endless_words

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/>"
    "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
)


def tei(text: str) -> str:
    """Write a document with this inside `text`."""
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}<text xml:lang="en">{text}</text></TEI>'
    )


def paragraph(words: str) -> str:
    """Write a document of one paragraph."""
    return tei(f"<body><div><p>{words}</p></div></body>")


@dataclasses.dataclass
class Made:
    """What came of a book: the its outputs, or why there are none."""

    outputs: dict[str, bytes]
    findings: list[Finding]
    is_set: bool = False
    """The text was set."""

    @property
    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings}

    def the(self, code: str) -> Finding:
        return next(finding for finding in self.findings if finding.code == code)


def make(book: Path, *purposes: str) -> Made:
    """Make outputs in this process; anything but a finding is raised."""
    try:
        build = pipeline.prepare(book, {READING: {TRUST: True}}, Progress(), Cache())
        if purposes:
            pipeline.build_all(build, Progress(), purposes, check=False)
    except PublishError as stop:
        return Made({}, stop.findings)
    outputs = {output.purpose: output.data for output in build.outputs}
    return Made(outputs, build.findings, is_set=build.publication is not None)


def book(folder: Path, text: str, edition: str = "", **files: str) -> Path:
    """Write a book; `files` have their slashes as double underscores."""
    (folder / "manuscript").mkdir()
    (folder / "manuscript" / "m.xml").write_text(text, "utf-8")
    (folder / "manuscript" / "edition.toml").write_text(edition, "utf-8")
    for name, words in files.items():
        path = folder / name.replace("__", "/").replace("_css", ".css").replace("_py", ".py")
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, "utf-8")
    return folder


def nested(count: int, *names: str) -> str:
    """Put elements into one another."""
    return (
        "".join(f"<{name}>" for name in names) * count
        + "deep"
        + "".join(f"</{name}>" for name in reversed(names)) * count
    )


@pytest.mark.slow
def test_what_is_nested_deeply_is_set_in_both_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLISH_CORES", "1")
    blocks = "".join(
        f"<div>{nested(*each)}</div>"
        for each in ((20, "table", "row", "cell"), (45, "list", "item"))
    )
    (tmp_path / "m.xml").write_text(
        tei(f"<body>{blocks}<div><p>{nested(93, 'hi')}</p></div></body>")
    )
    assert set(make(tmp_path / "m.xml", "epub", "screen").outputs) == {"epub", "screen"}


@pytest.mark.parametrize("name", ["div", "q", "note", "floatingText"])
def test_what_is_nested_beyond_all_books_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    (tmp_path / "m.xml").write_text(tei(f"<body>\n{nested(250, name)}</body>"))
    place = make(tmp_path / "m.xml").the("REA-014").place
    assert place is not None
    assert place.line == 2


@pytest.mark.parametrize("mark", ['"', "'", "\"'", "``", "''", '" '])
def test_a_row_of_quotation_marks_is_no_trouble(mark: str, tmp_path: Path) -> None:
    (tmp_path / "m.xml").write_text(paragraph("a" + mark * 20_000))
    build = pipeline.prepare(tmp_path / "m.xml")  # it takes half a second; it took minutes
    assert build.publication is not None


URLS = (
    "http://[::1", "//[", ".", "/", "..", "gopher://a/", "?", "#", "file:///", "file:", "\\\\a\\b",
    "a/.", "./", "data:", "data:image/png;base64,!", "http://a:99999999/", "%00", "%2e%2e", "C:\\x",
)  # fmt: skip


@pytest.mark.parametrize(
    "element",
    [
        '<graphic url="{}"/>',
        '<media mimeType="image/png" url="{}"/>',
        '<ref target="{}">r</ref>',
        '<ptr target="{}"/>',
        '<pb facs="{}"/>',
        '<note target="{}">n</note>',
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}"/>',
        '<hi style="background: url({})">x</hi>',
        '<seg xml:base="{}"><graphic url="a"/><ref target="b">r</ref></seg>',
    ],
)
def test_an_address_may_be_anything(element: str, tmp_path: Path) -> None:
    (tmp_path / "m.xml").write_text(paragraph(" x ".join(element.format(url) for url in URLS)))
    made = make(tmp_path / "m.xml")
    assert made.is_set or made.codes & {"REA-030", "REA-031", "REA-033"}


@pytest.mark.parametrize(
    "result",
    [
        "return 5",
        "return 'words'",
        "return [1]",
        "return {'a': 1}",
        "document.root = None",
        "document.root = 'TEI'",
        "document.root = etree.Element('html')",
        "x = document.root\n    for _ in range(200): x = etree.SubElement(x, 'p')",
    ],
)
def test_a_stage_that_gives_nonsense_is_named(result: str, tmp_path: Path) -> None:
    stage = f"from lxml import etree\ndef odd(document, edition):\n    {result}\n"
    stages = '[[text.stages]]\nrun = "mine:odd"\n'
    made = make(book(tmp_path, paragraph("x"), stages, mine_py=stage))
    assert "mine:odd" in made.the("REA-092").message


def test_anything_may_stand_straight_in_the_text(tmp_path: Path) -> None:
    names = "egXML div2 div7 p note list table figure l hi pb sp formula choice app head gap zzz"
    for number, name in enumerate(names.split()):
        path = tmp_path / f"{number}.xml"
        path.write_text(tei(f"<{name}>Wordy</{name}>"))
        assert make(path).is_set, name


def test_findings_for_programs_are_bounded_and_the_rest_counted() -> None:
    many = [warning("TYP-001", "a" * 100_000)] * 2_000 + [error("REA-010", "b")]
    told = bounded_findings(many)
    assert len(json.dumps(told)) < 3_000_000
    assert isinstance(told["findings"], list)
    assert told["findings"][-1]["code"] == "REA-010"
    assert told["more_findings"] == {"TYP-001": 1_001}


@pytest.mark.parametrize("unit", ["a-<lb/>b", "a-<lb/>b ", "ab<lb break='no'/>", "A. ", "x<hi/>"])
def test_a_paragraph_of_hundreds_of_pages_takes_no_more_steps_by_the_word(
    unit: str, tmp_path: Path
) -> None:
    steps = []
    for count in (750, 3_000):
        (tmp_path / "m.xml").write_text(paragraph(unit * count))
        with counted_calls() as calls:
            assert make(tmp_path / "m.xml").is_set
        steps.append(calls[0])
    assert steps[1] < 6 * steps[0]  # four times the words; it was sixteen times the steps


@contextlib.contextmanager
def counted_calls() -> Iterator[list[int]]:
    """Count the calls of functions, which are the same on every machine."""
    calls = [0]

    def count(frame: object, event: str, argument: object) -> None:
        calls[0] += event == "call"

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def test_a_word_without_end_may_break_in_print() -> None:
    section = Element("p")
    for text, breaks in (
        ("a" * 300, 7),
        ("a" * 299, 0),
        ("A.\u00a0" * 200, 14),
        ("資本" * 300, 0),
        ("word " * 100, 0),
        ("https://example.org/" + "x/" * 200, 10),
    ):
        section.text = text
        part_endless_words(section)
        assert section.text is not None
        assert section.text.count("\u200b") == breaks, text[:10]
        assert section.text.replace("\u200b", "") == text


def test_no_control_character_reaches_a_sheet(tmp_path: Path) -> None:
    made = make(book(tmp_path, paragraph("x"), styles__own_css="p { color: r\x00d\x1b }"), "epub")
    with zipfile.ZipFile(io.BytesIO(made.outputs["epub"])) as zipped:
        sheets = [zipped.read(name) for name in zipped.namelist() if name.endswith(".css")]
    assert sheets
    assert not any(b"\0" in sheet or b"\x1b" in sheet for sheet in sheets)
