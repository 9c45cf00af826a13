"""Places that may be wrong, marked in a proof: found in the finished text, and taken back."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from lxml import etree

from publish import pipeline
from publish.cli import main
from publish.model.purpose import Purpose
from publish.revise.marks import read_marks

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Storm</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head>
<p>The old governmetn fell -- "and with it," she said, the <hi rend="it">habr</hi>our.</p>
<p>Nothing else happened.<note>A noet on <hi rend="it">thiss</hi> point.</note></p></div>
<div><head>Two</head><p>The harbour was still, and the the storm came back.</p></div>
</body></text></TEI>
"""


def proof(home: Path, count: int) -> dict[str, Any]:
    folder = home / "manuscript"
    folder.mkdir(exist_ok=True)
    (folder / "storm.xml").write_text(TEI, "utf-8")
    (folder / "edition.toml").write_text(f"[epub]\nsuggestions = {count}\n", "utf-8")
    build = pipeline.prepare(home)
    pipeline.build_output(build, pipeline.Progress(), Purpose.EPUB, check=False)
    (home / "proof.epub").write_bytes(build.outputs[0].data)
    with zipfile.ZipFile(io.BytesIO(build.outputs[0].data)) as box:
        return {name: box.read(name) for name in box.namelist()}


def test_each_place_is_marked_by_two_selectors_that_agree(tmp_path: Path) -> None:
    files = proof(tmp_path, 10)
    told = json.loads(files["META-INF/annotations.json"])
    assert told["type"] == "AnnotationSet"
    assert told["about"]["dc:title"] == "Storm"
    marked = {}
    for item in told["items"]:
        html = etree.fromstring(files[f"EPUB/{item['target']['source']}"])
        exact, quote = item["target"]["selector"]
        block = chosen(html, exact["value"])
        text = "".join(block.itertext())
        position = exact["refinedBy"]
        words = text[position["start"] : position["end"]]
        assert words == quote["exact"]
        assert quote["prefix"] + words + quote["suffix"] in text
        marked[words] = (item["body"]["value"], item["body"]["tags"])
    assert marked["governmetn"] == ("→ government", ["typo", "spelling"])
    assert {"noet", "thiss", "the the"} <= set(marked)


def chosen(html: etree._Element, selector: str) -> etree._Element:
    """Read the selectors that we write: an id or body, and children by number."""
    first, *steps = selector.split(" > ")
    found = html.find("{*}body") if first == "body" else None
    if found is None:
        (found,) = html.xpath("//*[@id=$name]", name=first.removeprefix('[id="').rstrip('"]'))
    for step in steps:
        found = found[int(step.partition("(")[2].rstrip(")")) - 1]
    return found


def test_what_a_reader_has_kept_comes_back_as_errata(tmp_path: Path) -> None:
    proof(tmp_path, 10)
    words = ["errata", "import", str(tmp_path / "proof.epub"), str(tmp_path), "--json"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    text = (tmp_path / "manuscript" / "errata.toml").read_text("utf-8")
    for wrong, right in (("governmetn", "government"), ("the the", "the"), ("noet", "note")):
        assert f'find = "{wrong}"\nreplace = "{right}"' in text


def test_an_annotations_file_is_a_packed_one(tmp_path: Path) -> None:
    told = proof(tmp_path, 10)["META-INF/annotations.json"]
    with zipfile.ZipFile(tmp_path / "mine.annotations", "w") as box:
        box.writestr("annotations.json", told)
    marks = read_marks(tmp_path / "mine.annotations")
    assert marks is not None
    assert "governmetn" in [mark.words for mark in marks]


def test_a_book_is_no_proof_unless_it_says_so(tmp_path: Path) -> None:
    assert "META-INF/annotations.json" not in proof(tmp_path, 0)
