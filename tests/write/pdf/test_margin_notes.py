"""A short note of the margin stands beside its line, a long one at the foot of the page."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lxml import etree

from publish import pipeline

WORDS = "It was the best of times, it was the worst of times, " * 12
TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="en"><body><div>
<head>One</head><p>{WORDS}<note place="margin">Springtime.</note>{WORDS}<note
place="margin">Autumnal {WORDS}</note></p></div></body></text></TEI>"""


def test_where_margin_notes_stand(tmp_path: Path) -> None:
    source, output = tmp_path / "book.xml", tmp_path / "book.pdf"
    source.write_text(TEI, "utf-8")
    build = pipeline.prepare(source)
    pipeline.build_pdf(build, pipeline.Watch())
    output.write_bytes(build.outputs[0].data)
    said = subprocess.run(["pdftotext", "-bbox", output, "-"], capture_output=True, check=True)
    words = {word.text: word for word in etree.fromstring(said.stdout).iter("{*}word")}
    beside, foot = words["Springtime."], words["Autumnal"]
    assert float(beside.get("xMin", 0)) > 396 / 2
    assert float(beside.get("yMin", 0)) < float(foot.get("yMin", 0))
    assert float(foot.get("xMin", 0)) < 396 / 4
